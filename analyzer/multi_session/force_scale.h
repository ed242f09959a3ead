/* SPDX-License-Identifier: MIT */
/* Whether the forces of two sessions can be compared (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/session_summary.h"

#include <stdbool.h>

/* How well forces can be compared, from best to worst. */
enum force_scale {
    FORCE_SCALE_SAME,  /* the same roller with the same measured calibration: differences of 10 % count */
    FORCE_SCALE_APART, /* different rollers or calibrations, or one uncalibrated roller: differences of 25 % count */
    FORCE_SCALE_NONE,  /* not comparable: only one session is calibrated, or neither is and the rollers differ */
    FORCE_SCALE_INCOMPLETE /* not comparable: the strips do not show all of the force */
};

/* Return how well the forces of two sessions can be compared. */
enum force_scale force_scale_between(const struct session_summary *a, const struct session_summary *b);

/* Whether forces can be compared at all. */
bool force_scale_is_comparable(enum force_scale scale);

/* Return the smallest relative difference that counts; NAN if forces are not comparable. */
double force_scale_min_fraction(enum force_scale scale);

/* Return the name for JSON: "same", "apart" or "none". */
const char *force_scale_name(enum force_scale scale);

/* Whether both headers name the same roller. */
bool force_scale_is_same_roller(const struct session_header *a, const struct session_header *b);
