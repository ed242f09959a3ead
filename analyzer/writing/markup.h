/* SPDX-License-Identifier: MIT */
/* Text from people and devices on its way into an output: made harmless for that output. */
#ifndef MARKUP_H
#define MARKUP_H

#include "shared/text_buffer.h"

/*
 * Add `text` for the content or a quoted attribute of HTML and SVG: plain (sanitized_text.h), and & < > " ' `
 * become character references. Never use it for a script, a style, or an unquoted attribute.
 */
void markup_add_html(struct text_buffer *out, const char *text);

/* Add `text` plain, for a terminal or a line of a text file. */
void markup_add_sanitized(struct text_buffer *out, const char *text);

/*
 * Add `text` for a "# key: value" line. A spreadsheet cuts such a line at its commas, and then runs a cell
 * that begins with = + - or @: an apostrophe is put before such a cell, which spreadsheets read as "this is
 * text".
 */
void markup_add_comment(struct text_buffer *out, const char *text);

#endif
