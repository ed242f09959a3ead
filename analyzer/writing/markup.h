/* SPDX-License-Identifier: MIT */
/* Makes text from users and devices harmless in an output: sanitizes it (sanitized_text.h) and escapes it. When
 * out of memory, out->failed is set. */
#pragma once

#include "shared/text_buffer.h"

/* Add `text` as content or as a quoted attribute of HTML and SVG: & < > " ' ` become character references.
 * Not safe in scripts, styles and unquoted attributes. */
void markup_add_html(struct text_buffer *out, const char *text);

/* Add `text` to terminal output or to a line of a text file. */
void markup_add_sanitized(struct text_buffer *out, const char *text);

/* Add `text` to a "# key: value" line of a CSV file. A spreadsheet splits such a line at commas and semicolons, and
 * evaluates a cell that begins with = + - or @; a leading apostrophe makes the cell plain text. */
void markup_add_comment(struct text_buffer *out, const char *text);

/* Add `text` as a cell of a CSV file (RFC 4180): quoted where that is needed, and with an apostrophe wherever a
 * spreadsheet might take it for a formula, even one that splits lines at semicolons. */
void markup_add_csv(struct text_buffer *out, const char *text);
