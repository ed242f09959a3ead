/* SPDX-License-Identifier: MIT */
/* The thigh as bars of text: how long the roller was where. */
#ifndef TEXT_THIGH_H
#define TEXT_THIGH_H

#include "result/result.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define TEXT_THIGH_COLUMNS 70
#define TEXT_THIGH_ROWS 5
#define TEXT_THIGH_MARGIN 8 /* characters before the first column */

/*
 * Add the drawing: the spots' numbers over their places, bars as high as the seconds spent on each column's
 * stretch, and a scale. Blocks of eight heights, or ASCII of three. Nothing when the roller was never loaded.
 */
void text_thigh_add(struct text_buffer *out, const struct result *result, const struct terminal_style *style);

/* The seconds spent on each column's stretch of thigh; a bin that two columns share is divided between them.
 * Returns the most. */
double text_thigh_column_seconds(const struct result *result, double seconds[TEXT_THIGH_COLUMNS]);

#endif
