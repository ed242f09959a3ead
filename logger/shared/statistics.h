/* SPDX-License-Identifier: MIT */
/* Order statistics. All of them reorder the array they are given. */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stddef.h>

/*
 * The value below which the part `fraction` (0 to 1) of `count` values lies, interpolated between neighbours;
 * NAN of none. `value` is reordered and holds no NAN. O(count) on average, whatever the order (Hoare's
 * selection; the pivot is the median of three drawn values).
 */
double statistics_quantile(double *value, size_t count, double fraction);

double statistics_median(double *value, size_t count);

/*
 * 1.4826 times the median distance from `center`: the standard deviation of normal noise, whatever a minority
 * of the values does. `value` is overwritten with the distances.
 */
double statistics_robust_deviation(double *value, size_t count, double center);

#endif
