/* SPDX-License-Identifier: MIT */
#include "shared/statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* Of two numbers; fmin, which also knows of NAN, is a call of the library. */
static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* The median of three values drawn from low..high-1. Drawn and not at fixed places: a roller that went there
 * and back puts its extremes at both ends and in the middle. */
static double pivot_of(const double *value, size_t low, size_t high, uint32_t *random)
{
    double drawn[3];
    for (int k = 0; k < 3; k++) {
        *random = *random * 1664525u +
                  1013904223u; /* Numerical Recipes' generator; the high bits are the good ones */
        drawn[k] = value[low + (size_t)((double)(high - low) * ((double)*random / 4294967296.0))];
    }
    double least = lesser(drawn[0], drawn[1]), most = drawn[0] > drawn[1] ? drawn[0] : drawn[1];
    return least > drawn[2] ? least : lesser(most, drawn[2]);
}

/* Bring those below the pivot (or, with_equal, not above it) to the front of low..high-1. Returns where the
 * others begin. Each value is moved whether it is one or not: a processor guesses every second jump wrong
 * here. */
static inline size_t bring_forward(double *value, size_t low, size_t high, double pivot, bool with_equal)
{
    size_t below = low;
    for (size_t at = low; at < high; at++) {
        double here = value[at];
        value[at] = value[below];
        value[below] = here;
        below += with_equal ? here <= pivot : here < pivot;
    }
    return below;
}

/* Put the value of rank `rank` at its place, smaller ones before it, larger ones after. */
static void select_rank(double *value, size_t count, size_t rank)
{
    size_t low = 0, high = count;
    uint32_t random = 1;
    while (high - low > 1) {
        double pivot = pivot_of(value, low, high, &random);
        size_t below = bring_forward(value, low, high, pivot, false);
        if (rank < below) {
            high = below;
        } else if (below > low) {
            low = below;
        } else { /* the pivot is the least, so it goes, and all equal ones with it: many of these make it no
                    slower */
            size_t behind = bring_forward(value, low, high, pivot, true);
            if (rank < behind ||
                behind ==
                    low) /* the latter with NAN only, which nobody should give: no reason to go on for ever */
                return;
            low = behind;
        }
    }
}

double statistics_quantile(double *value, size_t count, double fraction)
{
    if (count == 0)
        return NAN;
    double place = fmin(fmax(fraction, 0), 1) * (double)(count - 1);
    size_t rank = (size_t)place;
    double part = place - (double)rank;
    select_rank(value, count, rank);
    double low = value[rank];
    if (part <= 0 || rank + 1 >= count)
        return low;
    double high = value[rank + 1];
    for (size_t i = rank + 2; i < count; i++)
        high = lesser(high, value[i]);
    return low + part * (high - low);
}

double statistics_median(double *value, size_t count)
{
    return statistics_quantile(value, count, 0.5);
}

double statistics_robust_deviation(double *value, size_t count, double center)
{
    for (size_t i = 0; i < count; i++)
        value[i] = fabs(value[i] - center);
    return 1.4826 * statistics_median(value, count);
}
