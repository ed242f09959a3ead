/* SPDX-License-Identifier: MIT */
/* A curve over time, decimated to the minimum and the maximum in each column of pixels. */
#pragma once

#include "result/result.h"

#include <stdbool.h>
#include <stddef.h>

struct chart_trace {
    struct chart_trace_point {
        double time_s, value; /* copied from one row */
        double force_n;       /* mean over the point's column of pixels; NAN if unknown */
        bool starts_segment;  /* there is no line from the previous point to this one */
    } * point;
    size_t count;
};

/* Make a curve of value[trace->count], decimated to `columns_per_s` columns of pixels per second. The line is
 * interrupted where a row has is_shown[row] = 0 or a value that is not finite. If `is_shown` is NULL, all rows are
 * shown. False when out of memory; else free the points with chart_trace_free. */
bool chart_trace_decimate(struct chart_trace *curve, const struct result_trace *trace, const double *value,
                          const unsigned char *is_shown, double columns_per_s);
void chart_trace_free(struct chart_trace *curve);

/* Return the loaded seconds of row `i`, as in the profile: the time since the previous row, at most 3 s; 0
 * unless both rows are loaded and their times are finite and increase. */
double chart_trace_loaded_s(const struct result_trace *trace, size_t i);
