/* SPDX-License-Identifier: MIT */
/* What all pages share: the head with the signature, a content security policy that forbids scripts and
 * loading, and the style; the foot. Well-formed as XML too. */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "shared/text_buffer.h"

/* The style sheet: no '<' or '&', so that the page is XML too. */
extern const char PAGE_STYLE[];

/* Add everything before the content. `title` is escaped here; `more_style` ("" = none) is added to the style
 * as it is: fixed text without '<' and '&'. */
void page_frame_begin(struct text_buffer *out, const char *title, const char *more_style);

/* A table cell: a number, or a dash when it is not finite. */
void page_frame_add_number_cell(struct text_buffer *out, double value, int decimals);

/* Add everything after the content. */
void page_frame_end(struct text_buffer *out);

#endif
