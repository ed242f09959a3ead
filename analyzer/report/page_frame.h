/* SPDX-License-Identifier: MIT */
/* The parts that all HTML pages have in common: the head, with the signature, the style sheet, and a content security
 * policy that forbids scripts and external resources; and the footer. Pages are also well-formed XML. */
#pragma once

#include "result/analysis_options.h"
#include "shared/text_buffer.h"

/* The style sheet, without '<' and '&', so that the page is well-formed XML. */
extern const char PAGE_STYLE[];

/* Add everything before the content. `title` is escaped. `extra_style` is appended to the style sheet as it
 * is, so it must be a literal without '<' and '&'; it may be "". */
void page_frame_begin(struct text_buffer *out, const char *title, const char *extra_style);

/* Add a table cell with a number, or with a dash if it is not finite. */
void page_frame_add_number_cell(struct text_buffer *out, double value, int decimals);

/* Add such a cell with a length in mm, or a force in N, in the units shown. A length has one digit more than in text.
 */
void page_frame_add_length_cell(struct text_buffer *out, enum units units, double mm);
void page_frame_add_force_cell(struct text_buffer *out, enum units units, double force_n, int decimals);

/* Add a paragraph with the program and the options that made the analysis. */
void page_frame_add_made_by(struct text_buffer *out, const struct analysis_options *options);

/* Add everything after the content. */
void page_frame_end(struct text_buffer *out);
