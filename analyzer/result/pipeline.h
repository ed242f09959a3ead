/* SPDX-License-Identifier: MIT */
/* From a session file to a result: the steps of docs/ANALYSIS.md in their order. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "result/result.h"
#include "shared/failure.h"

#include <stdbool.h>

/* What a user may choose. 0 = as the session says, or the default. */
struct pipeline_options {
    double spot_width_mm;     /* a visit stays within this; default 50 */
    double spot_dwell_s;      /* for at least this long; default 5 */
    double spot_merge_mm;     /* visits whose centres lie within this are one spot; default 30 */
    double thigh_length_mm;   /* overrides the session's */
    double rolling_radius_mm; /* overrides the session's */
    int roll_direction;       /* 1 or -1 overrides the session's */
    bool keep_details;        /* fill in result.details, for export */
    bool skip_trace;          /* leave result.trace empty, for outputs that show no single rows */
};

/* Replace 0 by the defaults (not what overrides the session). */
void pipeline_options_default(struct pipeline_options *options);

/*
 * Read and analyse one session file (or its .part, or "-" for standard input). The same input gives the same
 * result, which the caller gives back with result_free. False, with `*failure` filled in and `*result` empty,
 * if the file cannot be read, is no session or holds no reading, or when out of memory.
 */
bool pipeline_run(const char *path, const struct pipeline_options *options, struct result *result,
                  struct failure *failure);

#endif
