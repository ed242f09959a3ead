/* SPDX-License-Identifier: MIT */
#include "terminal/large_number.h"

#include <stdio.h>

#define GLYPH_COLUMNS 3
#define PIXEL_COLUMNS 2 /* a character cell is about twice as high as it is wide */
#define DIGITS_SIZE 12

/* The rows of each digit, three bits each; the highest bit is the left column. */
static const unsigned char GLYPHS[10][LARGE_NUMBER_ROWS] = {
    {7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 7, 1, 7}, {5, 5, 7, 1, 1},
    {7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 2, 2, 2}, {7, 5, 7, 5, 7}, {7, 5, 7, 1, 7},
};

unsigned large_number_columns(unsigned digits, unsigned scale)
{
    unsigned pixels = digits * GLYPH_COLUMNS + (digits - 1);
    return pixels * PIXEL_COLUMNS * scale;
}

static void add_pixel(struct text_buffer *text, const char *pixel, unsigned scale)
{
    for (unsigned i = 0; i < PIXEL_COLUMNS * scale; i++)
        text_add(text, pixel);
}

void large_number_add_row(struct text_buffer *text, unsigned number, unsigned row, unsigned scale, bool unicode)
{
    char digits[DIGITS_SIZE];
    snprintf(digits, sizeof digits, "%u", number);
    for (const char *digit = digits; *digit; digit++) {
        unsigned bits = GLYPHS[*digit - '0'][row / scale];
        if (digit > digits)
            add_pixel(text, " ", scale);
        for (unsigned column = 0; column < GLYPH_COLUMNS; column++)
            add_pixel(text, bits & (4u >> column) ? (unicode ? "█" : "#") : " ", scale);
    }
}
