/* SPDX-License-Identifier: MIT */
/* A time axis in days, weeks or months, as the span needs. */
#ifndef TIME_AXIS_H
#define TIME_AXIS_H

#include "shared/text_buffer.h"

#include <stdbool.h>

/* Add tics and grid lines from `first_day` (iso_time.h) to `days` later, about `max_tics` of them or fewer.
 * Without `labels` only the lines. */
void time_axis_add(struct text_buffer *script, long first_day, long days, int max_tics, bool labels);

#endif
