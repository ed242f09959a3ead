/* SPDX-License-Identifier: MIT */
/* A curve over time, decimated to what is visible: the minimum and the maximum of each column of pixels. */
#ifndef CHART_TRACE_H
#define CHART_TRACE_H

#include "result/result.h"

#include <stdbool.h>
#include <stddef.h>

struct chart_trace {
    struct chart_trace_point {
        double time_s, value; /* of one row */
        double force_n;       /* mean of its column; NAN when unknown */
        bool starts_segment;  /* not connected to the point before */
    } * point;
    size_t count;
};

/*
 * Decimate value[trace->count]. Rows that are not shown (`shown` NULL = all are) or not finite interrupt the
 * line. False when out of memory. The points belong to `decimated`; chart_trace_free releases them.
 */
bool chart_trace_decimate(struct chart_trace *decimated, const struct result_trace *trace,
                          const double *value, const unsigned char *shown, double columns_per_s);
void chart_trace_free(struct chart_trace *decimated);

/* Loaded seconds of row i, as in the profile: the time since the previous row, at most 3 s, if both are
 * loaded. 0 where the times are not finite or do not increase. */
double chart_trace_loaded_s(const struct result_trace *trace, size_t i);

#endif
