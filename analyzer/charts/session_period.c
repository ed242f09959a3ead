/* SPDX-License-Identifier: MIT */
#include "charts/session_period.h"

#include <math.h>

#define IDLE_MAX_S 10.0  /* longer times without load at either end are left out, */
#define IDLE_SHOWN_S 3.0 /* except for this */
#define TIME_MAX_S 1e9   /* thirty years: a longer time is an error */

struct session_period session_period_find(const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    /* In an excerpt of a longer session, the first time is not 0. */
    double start_s = trace->count > 0 && fabs(trace->time_s[0]) < TIME_MAX_S ? trace->time_s[0] : 0;
    bool has_duration = result->duration_s > 1 && result->duration_s < TIME_MAX_S;
    struct session_period period = {start_s, start_s + (has_duration ? result->duration_s : 1), false};
    size_t first = 0, end = trace->count;
    while (first < end && !trace->contact[first])
        first++;
    while (end > first && !trace->contact[end - 1])
        end--;
    if (first == end || !has_duration)
        return period;
    double loaded_s = trace->time_s[first], unloaded_s = trace->time_s[end - 1];
    if (loaded_s - period.start_s > IDLE_MAX_S) {
        period.start_s = loaded_s - IDLE_SHOWN_S;
        period.is_shortened = true;
    }
    if (period.end_s - unloaded_s > IDLE_MAX_S) {
        period.end_s = unloaded_s + IDLE_SHOWN_S;
        period.is_shortened = true;
    }
    return period;
}

struct result_trace session_period_rows(const struct result_trace *trace, const struct session_period *period)
{
    size_t first = 0, end = trace->count;
    while (first < end && !(trace->time_s[first] >= period->start_s))
        first++;
    while (end > first && !(trace->time_s[end - 1] <= period->end_s))
        end--;
    return (struct result_trace){.count = end - first,
                                 .time_s = trace->time_s + first,
                                 .position_mm = trace->position_mm + first,
                                 .force_n = trace->force_n + first,
                                 .contact = trace->contact + first};
}
