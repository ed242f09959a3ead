/* SPDX-License-Identifier: MIT */
/* A time axis with ticks at days, weeks or months, depending on its length. */
#pragma once

#include "shared/text_buffer.h"

#include <stdbool.h>

/* Add at most about `max_ticks` ticks, with grid lines. The axis begins at `first_day` (a day number, iso_time.h) and
 * is `days` long. Without `labels`, the ticks have no labels. */
void time_axis_add(struct text_buffer *script, long first_day, long days, int max_ticks, bool labels);
