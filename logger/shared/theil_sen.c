/* SPDX-License-Identifier: MIT */
#include "shared/theil_sen.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define NORMAL_95 1.959963985

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Sum over groups of equal values of t (t - 1) (2 t + 5). `value` is sorted. */
static double ties(double *value, size_t count)
{
    double sum = 0;
    qsort(value, count, sizeof *value, by_value);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && value[end] == value[i]; end++)
            continue;
        double t = (double)(end - i);
        sum += t * (t - 1) * (2 * t + 5);
    }
    return sum;
}

/* The slopes at the ranks that Kendall's S, normal with the variance of no trend, leaves in the middle 95 %.
 * `work` has room for `count`. */
static void fill_interval(struct theil_sen *fit, double *slope, size_t pairs, const double *x,
                          const double *y, size_t count, double *work)
{
    double n = (double)count, none = n * (n - 1) * (2 * n + 5);
    for (size_t i = 0; i < count; i++)
        work[i] = y[i];
    double tied_y = ties(work, count);
    for (size_t i = 0; i < count; i++)
        work[i] = x[i];
    double spread = NORMAL_95 * sqrt(fmax(0, none - tied_y - ties(work, count)) / 18);
    qsort(slope, pairs, sizeof *slope, by_value);
    double low = floor(((double)pairs - spread) / 2), high = ceil(((double)pairs + spread) / 2);
    fit->low = slope[(size_t)fmax(0, low - 1)];
    fit->high = slope[(size_t)fmin((double)pairs - 1, high)];
}

bool theil_sen_fit(const double *x, const double *y, size_t count, struct theil_sen *fit)
{
    *fit = (struct theil_sen){NAN, NAN, NAN, NAN};
    if (count < 2)
        return true;
    double *slope = malloc((count * (count - 1) / 2) * sizeof *slope);
    double *work = malloc(count * sizeof *work);
    size_t pairs = 0;
    for (size_t i = 0; slope && work && i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            if (x[k] != x[i])
                slope[pairs++] = (y[k] - y[i]) / (x[k] - x[i]);
        }
    }
    if (pairs > 0) {
        fit->slope = statistics_median(slope, pairs);
        for (size_t i = 0; i < count; i++)
            work[i] = y[i] - fit->slope * x[i];
        fit->intercept = statistics_median(work, count);
        if (count >= THEIL_SEN_MIN_INTERVAL_POINTS)
            fill_interval(fit, slope, pairs, x, y, count, work);
    }
    bool good = slope && work;
    free(slope);
    free(work);
    return good;
}
