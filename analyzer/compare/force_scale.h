/* SPDX-License-Identifier: MIT */
/* Whether newtons of two sessions mean the same. */
#ifndef FORCE_SCALE_H
#define FORCE_SCALE_H

#include "shared/session_format.h"

#include <stdbool.h>

/* From best to worst. */
enum force_scale {
    FORCE_SCALE_SAME,  /* one roller, one measured calibration: differences count from 10 % */
    FORCE_SCALE_APART, /* other roller or other calibration, or one roller without any: from 25 % */
    FORCE_SCALE_NONE   /* not to be compared: only one is calibrated, or two rollers without calibration */
};

enum force_scale force_scale_between(const struct session_header *a, const struct session_header *b);

/* The smallest relative difference that counts; NAN for FORCE_SCALE_NONE. */
double force_scale_min_fraction(enum force_scale scale);

/* "same", "apart" or "none", for programs. */
const char *force_scale_name(enum force_scale scale);

/* A sentence for people on what may be said of forces; NULL for FORCE_SCALE_SAME, of which nothing need be
 * said. */
const char *force_scale_note(enum force_scale scale);

#endif
