/* SPDX-License-Identifier: MIT */
/* A curve over time, thinned to what the eye can see: the least and the greatest value of each column of
 * pixels. */
#ifndef CHART_TRACE_H
#define CHART_TRACE_H

#include "result/result.h"

#include <stdbool.h>
#include <stddef.h>

struct chart_trace {
    struct chart_trace_point {
        double time_s, value; /* of one row */
        double force_n;       /* mean of its column; NAN when unknown */
        bool begins;          /* no line leads here: the pen was lifted */
    } * point;
    size_t count;
};

/*
 * Thin `value` of each row of `trace`; rows where `shown` is 0 (NULL = all are shown) or the value is not
 * finite lift the pen. False when memory is short. Give it back with chart_trace_free.
 */
bool chart_trace_decimate(struct chart_trace *thin, const struct result_trace *trace, const double *value,
                          const unsigned char *shown, double columns_per_s);
void chart_trace_free(struct chart_trace *thin);

/* Loaded seconds that row i stands for, as in the profile: the time since the row before, 3 s at most, when
 * both are loaded. 0 where the times are no numbers or do not grow. */
double chart_trace_loaded_s(const struct result_trace *trace, size_t i);

#endif
