/* SPDX-License-Identifier: MIT */
/* A text bar chart of the time spent along the thigh. */
#pragma once

#include "result/result.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define TEXT_THIGH_COLUMNS 70
#define TEXT_THIGH_ROWS 5
#define TEXT_THIGH_MARGIN 8 /* characters before the first column */

/* Add the numbers of the spots, a bar for the seconds in each column, and a scale. Each row of a bar distinguishes
 * eight heights, or three in ASCII. Adds nothing if the roller was never loaded. */
void text_thigh_add(struct text_buffer *out, const struct result *result, const struct terminal_style *style);

/* Sum the seconds in each column, and return the maximum. A bin that overlaps several columns is divided among them. */
double text_thigh_sum_columns(const struct result *result, double seconds[TEXT_THIGH_COLUMNS]);
