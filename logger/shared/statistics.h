/* SPDX-License-Identifier: MIT */
/* Order statistics and robust fits of finite values. Functions that take a non-const array reorder it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define STATISTICS_DEVIATION_PER_MAD 1.4826 /* standard deviation of normal noise / median absolute deviation */

/* Sort in ascending order. O(n log n). */
void statistics_sort(double *value, size_t count);

/* Return the quantile at `fraction` (0 to 1), interpolated linearly between neighbours; NAN if count is 0.
 * O(count) on average for any order of the values (quickselect, Hoare 1961), so faster than sorting. */
double statistics_quantile(double *value, size_t count, double fraction);

/* Return the quantile at 0.5; NAN if count is 0. */
double statistics_median(double *value, size_t count);

/* Return the median absolute deviation from `center` times STATISTICS_DEVIATION_PER_MAD, a standard deviation that a
 * minority of outliers hardly changes. Overwrites `value` with the deviations. */
double statistics_robust_deviation(double *value, size_t count, double center);

/* Return the variance of Kendall's S, the number of rising minus falling pairs, for `count` points without a trend and
 * without ties (Kendall 1938). */
double statistics_kendall_variance(double count);

/* Minimum number of points for a 95 % interval of the slope. */
#define STATISTICS_INTERVAL_POINTS_MIN 5

struct statistics_line {
    double slope;     /* NAN unless two x differ */
    double intercept; /* at x = 0 */
    double low, high; /* 95 % interval of the slope; NAN below STATISTICS_INTERVAL_POINTS_MIN points */
};

/* Fit a line to (x, y)[count] by the Theil-Sen method: the slope is the median of the slopes of all pairs of
 * points, the intercept the median of y - slope x, and the interval is derived from Kendall's S with ties (Sen
 * 1968), whose variance is larger if the deviations of neighbours from the line have the correlation
 * `autocorrelation`, from 0 to 1 (Hamed and Rao 1998). The interval contains 0 unless S is significant. All fields are
 * NAN if count is below 2. O(count^2) in time and memory. False when out of memory. */
bool statistics_theil_sen(const double *x, const double *y, size_t count, double autocorrelation,
                          struct statistics_line *line);
