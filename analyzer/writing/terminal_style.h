/* SPDX-License-Identifier: MIT */
/* Text for a terminal: with colour or without, in UTF-8 or ASCII. */
#ifndef TERMINAL_STYLE_H
#define TERMINAL_STYLE_H

#include "shared/text_buffer.h"

#include <stdbool.h>

/* All false: UTF-8 without colour. */
struct terminal_style {
    bool ascii;
    bool colour;
};

enum terminal_paint { PAINT_BOLD, PAINT_SPOT, PAINT_BAR, PAINT_FAINT, PAINT_NOTE };

/* The style of the descriptor `fd`: ASCII when `ascii` or the locale is not UTF-8; colour as
 * terminal_has_colour says. */
struct terminal_style terminal_style_for(int fd, bool ascii);

/* Begin and end painted text; nothing without colour. */
void terminal_style_begin(struct text_buffer *out, const struct terminal_style *style,
                          enum terminal_paint paint);
void terminal_style_end(struct text_buffer *out, const struct terminal_style *style);

/* Add sanitized UTF-8 `text`; in ASCII each other character becomes '?'. */
void terminal_style_add(struct text_buffer *out, const struct terminal_style *style, const char *text);

#endif
