/* SPDX-License-Identifier: MIT */
/* The distribution of the ratio of two variances. */
#pragma once

/* Return the value below which a ratio of variances with these degrees of freedom (above 0, whole or not) lies with
 * `probability`, between 0 and 1. */
double f_distribution_quantile(double probability, double numerator_df, double denominator_df);
