/* SPDX-License-Identifier: MIT */
/* Text of people and devices, made harmless for an output. All of it is sanitized (sanitized_text.h). */
#ifndef MARKUP_H
#define MARKUP_H

#include "shared/text_buffer.h"

/* Add `text` as content or a quoted attribute of HTML and SVG: & < > " ' ` become character references. Not
 * for scripts, styles or unquoted attributes. */
void markup_add_html(struct text_buffer *out, const char *text);

/* Add `text` for a terminal or a line of a text file. */
void markup_add_sanitized(struct text_buffer *out, const char *text);

/* Add `text` to a "# key: value" line of a CSV file. A spreadsheet splits such a line at its commas and
 * executes a cell that begins with = + - or @; an apostrophe before it makes it text. */
void markup_add_comment(struct text_buffer *out, const char *text);

#endif
