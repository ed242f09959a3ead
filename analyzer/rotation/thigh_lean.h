/* SPDX-License-Identifier: MIT */
/* Finds how the thigh leans against the floor, and makes the rotation relative to it (docs/ANALYSIS.md, "The thigh's
 * lean"). */
#pragma once

#include "force/force_series.h"

#include <stdbool.h>

/* Deviation of the lean from one end of the rolling to the other, or over time, if no sensor shows it. */
#define THIGH_LEAN_USUAL_DEG 5.5

struct thigh_lean {
    double slope_deg;     /* change of the lean from one end of the rolling to the other; 0 if it is not significant */
    double change_deg;    /* change of the lean with time; 0 if it is not significant */
    double deviation_deg; /* standard deviation of the lean that is left in the rotation */
    double slope;         /* change of rad[] by the slope, relative to the rotation */
};

/* Add the thigh's lean to the IMU's rotation rad[series->count], where it is significant: the ring of strips, whose
 * rotation is ring_rad[series->count], sees half of it. O(rows). False when out of memory. */
bool thigh_lean_apply(struct thigh_lean *lean, double *rad, const double *ring_rad, const struct force_series *series,
                      const double *time_s);
