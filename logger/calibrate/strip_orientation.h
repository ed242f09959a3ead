/* SPDX-License-Identifier: MIT */
/* Whether it is the right strip that carries a load, by what all strips and gravity say. Pure functions. */
#ifndef STRIP_ORIENTATION_H
#define STRIP_ORIENTATION_H

#include <stdbool.h>

/* Number of the strip that is nearest to the direction of up (radians, in the body). */
unsigned strip_load_top_strip(const double *angle_deg, unsigned count, double up_rad);

/*
 * The strip, other than `strip` and the one opposite (which carries the same and the roller), that carries
 * most; the share of it in what `strip` carries in `*share` (0 when nothing lies there). Forces in newtons.
 */
unsigned strip_load_heaviest_other(const double *force_n, const double *angle_deg, unsigned count,
                                   unsigned strip, double *share);

#endif
