/* SPDX-License-Identifier: MIT */
/* The part of a session that the chart over time shows: a long time without load at either end, in which the roller
 * only lay there, is left out. */
#pragma once

#include "result/result.h"

#include <stdbool.h>

struct session_period {
    double start_s, end_s;
    bool is_shortened;
};
struct session_period session_period_find(const struct result *result);

/* Return the rows of the period: a part of `trace`, which owns their arrays. */
struct result_trace session_period_rows(const struct result_trace *trace, const struct session_period *period);
