/* SPDX-License-Identifier: MIT */
/* A time axis in days, weeks or months, depending on the range. */
#ifndef TIME_AXIS_H
#define TIME_AXIS_H

#include "shared/text_buffer.h"

#include <stdbool.h>

/* Add tics and grid lines from `first_day` (iso_time.h) to `days` later, about `max_tics` or fewer. Without
 * `labels`, add the grid lines only. */
void time_axis_add(struct text_buffer *script, long first_day, long days, int max_tics, bool labels);

#endif
