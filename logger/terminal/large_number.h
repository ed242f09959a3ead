/* SPDX-License-Identifier: MIT */
/* Draws a number in large digits, which can be read from the floor. */
#pragma once

#include "shared/text_buffer.h"

#include <stdbool.h>

#define LARGE_NUMBER_ROWS 5 /* height of the digits at scale 1 */

/* Return the width of a number with `digits` digits, in columns. */
unsigned large_number_columns(unsigned digits, unsigned scale);

/* Add one of the LARGE_NUMBER_ROWS * scale rows of a number, without a newline. */
void large_number_add_row(struct text_buffer *text, unsigned number, unsigned row, unsigned scale, bool unicode);
