/* SPDX-License-Identifier: MIT */
/* A line through points of which some may be far off. */
#ifndef THEIL_SEN_H
#define THEIL_SEN_H

#include <stdbool.h>
#include <stddef.h>

/* Below this a 95 % interval needs more pairs than there are. */
#define THEIL_SEN_MIN_INTERVAL_POINTS 5

struct theil_sen {
    double slope;     /* median of the slopes of all pairs with different x; NAN without any (Theil 1950, Sen
                         1968) */
    double intercept; /* at x = 0: median of y - slope x */
    double low, high; /* 95 % interval of the slope from Kendall's S, ties in y counted (Sen 1968); NAN below
                         THEIL_SEN_MIN_INTERVAL_POINTS points */
};

/* Fit `count` points, all finite. O(count^2) in time and memory: for hundreds of sessions. False without
 * memory. */
bool theil_sen_fit(const double *x, const double *y, size_t count, struct theil_sen *fit);

#endif
