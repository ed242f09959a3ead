/* SPDX-License-Identifier: MIT */
/* Order statistics and robust fits. Values are finite. Functions that take a non-const array reorder it. */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

/* Sort in ascending order. O(n log n). */
void statistics_sort(double *value, size_t count);

/*
 * The quantile of `fraction` (0 to 1) by linear interpolation between neighbours; NAN of no values.
 * O(count) on average whatever the order (quickselect, Hoare 1961), so faster than sorting.
 */
double statistics_quantile(double *value, size_t count, double fraction);

double statistics_median(double *value, size_t count);

/* 1.4826 times the median absolute deviation from `center`: the standard deviation of normal noise, unmoved
 * by a minority of outliers. Overwrites `value` with the deviations. */
double statistics_robust_deviation(double *value, size_t count, double center);

/* Fewer points have no 95 % interval of the slope. */
#define STATISTICS_INTERVAL_POINTS_MIN 5

struct statistics_line {
    double slope;     /* NAN without two different x */
    double intercept; /* at x = 0 */
    double low, high; /* 95 % interval of the slope; NAN below STATISTICS_INTERVAL_POINTS_MIN points */
};

/*
 * Fit a line to (x, y)[count] by Theil-Sen: the slope is the median of the slopes of all pairs, the intercept
 * the median of y - slope x, the interval from Kendall's S with ties (Sen 1968). O(count^2) in time and
 * memory. False when out of memory.
 */
bool statistics_theil_sen(const double *x, const double *y, size_t count, struct statistics_line *line);

#endif
