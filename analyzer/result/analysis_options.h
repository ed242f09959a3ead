/* SPDX-License-Identifier: MIT */
/* The options of an analysis. A result keeps them, so that the analysis can be repeated. */
#pragma once

#include "result/units.h"
#include "shared/session_format.h"

#include <stdbool.h>

/* An option that is 0 has its default, or the value in the session. */
struct analysis_options {
    double spot_width_mm;     /* maximum range of a visit; default 50 */
    double spot_dwell_s;      /* minimum duration of a visit; default 5 */
    double spot_merge_mm;     /* maximum distance between visits of one spot; default 30 */
    double thigh_length_mm;   /* replaces the thigh length of the session */
    double rolling_radius_mm; /* replaces the rolling radius of the session */
    int roll_direction;       /* 1 or -1 replaces the roll direction of the session */
    enum session_start start; /* replaces the start of the session */
    enum units units;         /* of text, pages and charts; the analysis does not depend on it */
    bool keep_details;        /* fill in result.details, for export */
    bool skip_trace;          /* leave result.trace empty, for outputs that do not show individual rows */
};

/* Set the spot options that are 0 to their defaults. */
void analysis_options_fill_defaults(struct analysis_options *options);
