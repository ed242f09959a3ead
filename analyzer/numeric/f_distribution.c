/* SPDX-License-Identifier: MIT */
#include "numeric/f_distribution.h"

#include <math.h>

#define FRACTION_STEPS_MAX 500 /* the continued fraction needs about the square root of the degrees of freedom */
#define FRACTION_PRECISION 1e-15
#define TINY 1e-300  /* in place of a 0 that would be divided by */
#define HALVINGS 200 /* of an interval of doubles: more than all of their digits */

static double keep_from_zero(double value)
{
    return fabs(value) < TINY ? TINY : value;
}

/* Return the continued fraction of the incomplete beta function (Abramowitz and Stegun 1964, 26.5.8), by the method of
 * Lentz, for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 / keep_from_zero(1 - (a + b) * x / (a + 1)), fraction = d;
    for (int m = 1; m < FRACTION_STEPS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / keep_from_zero(1 + even * d);
        c = keep_from_zero(1 + even / c);
        fraction *= d * c;
        d = 1 / keep_from_zero(1 + odd * d);
        c = keep_from_zero(1 + odd / c);
        fraction *= d * c;
        if (fabs(d * c - 1) < FRACTION_PRECISION)
            break;
    }
    return fraction;
}

/* Return the regularized incomplete beta function I_x(a, b). */
static double incomplete_beta(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double f_distribution_quantile(double probability, double numerator_df, double denominator_df)
{
    double a = numerator_df / 2, b = denominator_df / 2, low = 0, high = 1;
    for (int i = 0; i < HALVINGS && low < high; i++) {
        double middle = low + (high - low) / 2;
        if (incomplete_beta(a, b, middle) < probability)
            low = middle;
        else
            high = middle;
    }
    return b * high / (a * (1 - high)); /* x = a F / (a F + b) */
}
