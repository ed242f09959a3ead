/* SPDX-License-Identifier: MIT */
/* When the posture changed: steps in a series of leans (docs/ANALYSIS.md, "The thigh's lean"). */
#pragma once

#include <stddef.h>

struct lean_series {
    size_t count;
    const double *time_s; /* [count] */
    const double *rad;    /* [count] measured */
    const double *weight; /* [count] independent samples of deviation_rad that an element counts for */
    double deviation_rad;
};

/* Fill in level_rad[count], constant between the steps, and 0 at the usual level, at which most samples are. Steps of
 * less than min_rad and those that may be noise are left out. O(count) for each step. Returns the number of steps; -1
 * when out of memory. */
int lean_steps_find(double *level_rad, const struct lean_series *series, double min_rad);
