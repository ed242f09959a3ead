/* SPDX-License-Identifier: MIT */
/* The style of text for a terminal: with or without colour, in UTF-8 or ASCII. */
#pragma once

#include "shared/text_buffer.h"

#include <stdbool.h>

struct terminal_style {
    bool ascii;
    bool color;
};

enum terminal_paint { PAINT_BOLD, PAINT_SPOT, PAINT_BAR, PAINT_FAINT, PAINT_NOTE };

/* Return the style for the descriptor `fd`. It is ASCII if `ascii` is set or the locale is not UTF-8, and has colour
 * if terminal_has_color(fd). */
struct terminal_style terminal_style_for(int fd, bool ascii);

/* Begin and end text in the colour of `paint`. Nothing is added if the style has no colour. */
void terminal_style_begin(struct text_buffer *out, const struct terminal_style *style, enum terminal_paint paint);
void terminal_style_end(struct text_buffer *out, const struct terminal_style *style);

/* Add sanitized UTF-8 `text`; in an ASCII style, each non-ASCII character becomes '?'. */
void terminal_style_add(struct text_buffer *out, const struct terminal_style *style, const char *text);
