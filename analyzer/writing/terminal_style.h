/* SPDX-License-Identifier: MIT */
/* What a terminal can show: colour, and characters beyond ASCII. */
#ifndef TERMINAL_STYLE_H
#define TERMINAL_STYLE_H

#include "shared/text_buffer.h"

#include <stdbool.h>

/* All false: plain UTF-8 without colour. */
struct terminal_style {
    bool ascii;
    bool colour;
};

enum terminal_style_begin { PAINT_BOLD, PAINT_SPOT, PAINT_BAR, PAINT_FAINT, PAINT_NOTE };

/*
 * How to write to the descriptor `fd`: ASCII when `ascii` asks for it or the locale of the environment is not
 * UTF-8, colour on a terminal only, and not when NO_COLOR is set (no-color.org) or TERM is "dumb".
 */
struct terminal_style terminal_style_for(int fd, bool ascii);

/* Begin and end a stretch in a paint; nothing without colour. */
void terminal_style_begin(struct text_buffer *out, const struct terminal_style *style,
                          enum terminal_style_begin paint);
void terminal_style_end(struct text_buffer *out, const struct terminal_style *style);

/* Add `text`, UTF-8 of ours and plain text of others: for an ASCII style each other character becomes '?'. */
void terminal_style_add(struct text_buffer *out, const struct terminal_style *style, const char *text);

#endif
