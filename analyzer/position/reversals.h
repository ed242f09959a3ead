/* SPDX-License-Identifier: MIT */
/*
 * How long this session's own reversals linger, so that none of them is taken for a tender spot.
 *
 * A reversal lingers in proportion to how slowly one rolls. For each turning point and each step of
 * depth below it (1 mm, 5 mm, and on by 5 mm), the time spent there, divided by the pace (s/mm) of the two
 * strokes that meet there, is a length; the model takes the median over all turning points and adds the steps
 * up to N(d), the length within d of the turn: 2 d for a turn at full speed, more for a gentle one. Step by
 * step, since a hold near an end lengthens the steps where it was and no other; and none much slower than the
 * step before, since one speeds up away from a turn: so holds beside most of the turns do not pass for
 * turning. Where the turns at one end are longer by five seconds than those at the other, it is by the latter
 * alone: who turns quickly here and stays each time there lingers there. With fewer than three turning points
 * it is that of a sine wave over the session's range L: 2 L / pi * arccos(1 - 2 d / L).
 */
#ifndef REVERSALS_H
#define REVERSALS_H

#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

#define REVERSALS_DEPTHS 17 /* 1, 5, 10, 15, ... */
#define REVERSALS_MIN_DEPTH_MM 1.0
#define REVERSALS_MAX_DEPTH_MM 80.0

struct reversals {
    double length_mm[REVERSALS_DEPTHS + 1]; /* N at 0, 1, 5, 10, ... mm */
    double deviation_mm[REVERSALS_DEPTHS +
                        1]; /* median less 16 % quantile of each step, added up: holds only lengthen */
    double end_mm[2]; /* the median turning point at the low and at the high end; infinite where there are too
                         few */
};

/* O(rows): each stroke is walked twice, and no walk goes beyond its stroke. False when memory is short. */
bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const double *position_mm,
                   const unsigned char *loaded, const double *time_s);

/* N(depth) and its deviation, interpolated. */
double reversals_length_mm(const struct reversals *reversals, double depth_mm);
double reversals_deviation_mm(const struct reversals *reversals, double depth_mm);

#endif
