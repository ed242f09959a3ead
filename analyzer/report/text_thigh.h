/* SPDX-License-Identifier: MIT */
/* The thigh as bars of text: the time spent along it. */
#ifndef TEXT_THIGH_H
#define TEXT_THIGH_H

#include "result/result.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define TEXT_THIGH_COLUMNS 70
#define TEXT_THIGH_ROWS 5
#define TEXT_THIGH_MARGIN 8 /* characters before the first column */

/* Add the spots' numbers, bars as high as the seconds in each column, and a scale. A bar has eight heights a
 * row, in ASCII three. Nothing when the roller was never loaded. */
void text_thigh_add(struct text_buffer *out, const struct result *result, const struct terminal_style *style);

/* The seconds in each column; a bin that lies in two columns is divided between them. Returns the maximum. */
double text_thigh_column_seconds(const struct result *result, double seconds[TEXT_THIGH_COLUMNS]);

#endif
