/* SPDX-License-Identifier: MIT */
/* Whether the forces of two sessions can be compared (docs/ANALYSIS.md, section 15). */
#ifndef FORCE_SCALE_H
#define FORCE_SCALE_H

#include "shared/session_format.h"

#include <stdbool.h>

/* From best to worst. */
enum force_scale {
    FORCE_SCALE_SAME,      /* same roller, same measured calibration: differences count from 10 % */
    FORCE_SCALE_DIFFERENT, /* other roller or calibration, or one uncalibrated roller: from 25 % */
    FORCE_SCALE_NONE       /* not comparable: only one is calibrated, or two uncalibrated rollers */
};

enum force_scale force_scale_between(const struct session_header *a, const struct session_header *b);

/* Return the smallest relative difference that counts; NAN for FORCE_SCALE_NONE. */
double force_scale_min_fraction(enum force_scale scale);

/* Return the name for JSON: "same", "apart" (FORCE_SCALE_DIFFERENT) or "none". */
const char *force_scale_name(enum force_scale scale);

#endif
