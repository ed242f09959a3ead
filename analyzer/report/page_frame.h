/* SPDX-License-Identifier: MIT */
/* What pages have in common. They begin and end with the same: the mark of our pages, a policy that lets
 * nothing run and nothing be loaded, the style, and the words about what this is. Well-formed as XML too. */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "shared/text_buffer.h"

/* Add all up to the beginning of the content. `title` is made harmless here; `more_style` is added to the
 * page's style as it is, "" = none: our own words, without '<' and '&'. */
void page_frame_begin(struct text_buffer *out, const char *title, const char *more_style);

/* A cell of a table: a number, or a dash when it is not known. */
void page_frame_add_number_cell(struct text_buffer *out, double value, int decimals);

/* Add the foot and close what page_frame_begin opened. */
void page_frame_end(struct text_buffer *out);

#endif
