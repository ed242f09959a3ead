/* SPDX-License-Identifier: MIT */
/*
 * How long this session's own turnarounds linger, so that none of them is taken for a tender spot.
 *
 * A turnaround lingers in proportion to how slowly one rolls. For each turning point and each step of 5 mm of
 * depth below it, the time spent there, divided by the pace (s/mm) of the two strokes that meet there, is a length; the
 * model takes the median over all turning points and adds the steps up to N(d), the length within d of the turn: 2 d for a turn
 * at full speed, more for a gentle one. Step by step, since a hold near an end lengthens the steps where it was and no
 * other. With fewer than three turning points it is that of a sine wave over the session's range L:
 * 2 L / pi * arccos(1 - 2 d / L).
 */
#ifndef TURNAROUNDS_H
#define TURNAROUNDS_H

#include "strokes.h"

#include <stdbool.h>
#include <stddef.h>

#define TURNAROUND_DEPTH_STEP_MM 5.0
#define TURNAROUND_DEPTHS 16 /* up to 80 mm */

struct turnarounds {
    double length_mm[TURNAROUND_DEPTHS + 1]; /* N at 0, 5, 10, ... mm */
    double deviation_mm[TURNAROUND_DEPTHS + 1]; /* median less 16 % quantile of each step, added up: holds only lengthen */
    size_t count; /* turning points it rests on */
};

/* O(rows): each stroke is walked twice, and no walk goes beyond its stroke. False when memory is short. */
bool turnarounds_model(struct turnarounds *turnarounds, const struct strokes *strokes, const double *position_mm,
                       const unsigned char *loaded, const double *time_s);

/* N(depth) and its deviation, interpolated. */
double turnarounds_length_mm(const struct turnarounds *turnarounds, double depth_mm);
double turnarounds_deviation_mm(const struct turnarounds *turnarounds, double depth_mm);

#endif
