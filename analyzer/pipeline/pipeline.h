/* SPDX-License-Identifier: MIT */
/* Analyse a session file: run the steps of docs/ANALYSIS.md in their order. */
#pragma once

#include "result/result.h"
#include "shared/failure.h"

#include <stdbool.h>

/* Options of an analysis. An option that is 0 has its default, or the value in the session. */
struct pipeline_options {
    double spot_width_mm;     /* maximum range of a visit; default 50 */
    double spot_dwell_s;      /* minimum duration of a visit; default 5 */
    double spot_merge_mm;     /* maximum distance between visits of one spot; default 30 */
    double thigh_length_mm;   /* replaces the thigh length of the session */
    double rolling_radius_mm; /* replaces the rolling radius of the session */
    int roll_direction;       /* 1 or -1 replaces the roll direction of the session */
    enum session_start start; /* replaces the start of the session */
    bool keep_details;        /* fill in result.details, for export */
    bool skip_trace;          /* leave result.trace empty, for outputs that do not show individual rows */
};

/* Set the spot options that are 0 to their defaults. */
void pipeline_options_fill_defaults(struct pipeline_options *options);

/* Read and analyse one session file (or its .part, or "-" for standard input). The same input always yields the same
 * result; free it with result_free. False, with `*failure` filled in and `*result` empty, if the file cannot be read,
 * is not a session or has no valid row, or when out of memory. */
bool pipeline_run(const char *path, const struct pipeline_options *options, struct result *result,
                  struct failure *failure);
