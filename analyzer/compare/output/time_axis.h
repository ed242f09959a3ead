/* SPDX-License-Identifier: MIT */
/* Days, weeks or months below a chart, whichever the span asks for. */
#ifndef TIME_AXIS_H
#define TIME_AXIS_H

#include "shared/text_buffer.h"

#include <stdbool.h>

/* Add tics for days counted from `first_day` (iso_time.h) up to `days` later, at most about `most` of them,
 * with grid lines; without `labels` the lines only. */
void time_axis_add(struct text_buffer *script, long first_day, long days, int most, bool labels);

#endif
