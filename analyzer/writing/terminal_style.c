/* SPDX-License-Identifier: MIT */
#include "writing/terminal_style.h"

#include "shared/terminal.h"

struct terminal_style terminal_style_for(int fd, bool ascii)
{
    return (struct terminal_style){.ascii = ascii || !terminal_is_utf8(), .color = terminal_has_color(fd)};
}

void terminal_style_begin(struct text_buffer *out, const struct terminal_style *style, enum terminal_paint paint)
{
    static const char *const codes[] = {[PAINT_BOLD] = "\033[1m",
                                        [PAINT_SPOT] = "\033[1;33m",
                                        [PAINT_BAR] = "\033[34m",
                                        [PAINT_FAINT] = "\033[2m",
                                        [PAINT_NOTE] = "\033[33m"};
    if (style->color)
        text_add(out, codes[paint]);
}

void terminal_style_end(struct text_buffer *out, const struct terminal_style *style)
{
    if (style->color)
        text_add(out, "\033[0m");
}

void terminal_style_add(struct text_buffer *out, const struct terminal_style *style, const char *text)
{
    if (!style->ascii) {
        text_add(out, text);
        return;
    }
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x80)
            text_add_bytes(out, text, 1);
        else if (byte >= 0xC0) /* first byte of a multi-byte character */
            text_add(out, "?");
    }
}
