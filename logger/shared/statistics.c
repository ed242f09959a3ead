/* SPDX-License-Identifier: MIT */
#include "shared/statistics.h"

#include "shared/pseudo_random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define NORMAL_95 1.959963985 /* half width of the middle 95 %, in standard deviations */
#define CORRELATION_MIN 1e-4  /* a smaller correlation between values far apart is neglected */

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

void statistics_sort(double *value, size_t count)
{
    qsort(value, count, sizeof *value, compare_doubles);
}

/* Faster than fmin and fmax, which are library calls because they handle NAN. */
static inline double min_of(double a, double b)
{
    return a < b ? a : b;
}

static inline double max_of(double a, double b)
{
    return a > b ? a : b;
}

/* Return the median of three values chosen at random from [low, high). Fixed indices would be slow for a
 * roller's positions: after rolling to the knee and back, the extremes are at both ends and in the middle. */
static double choose_pivot(const double *value, size_t low, size_t high, uint64_t *random_state)
{
    double candidate[3];
    for (int k = 0; k < 3; k++)
        candidate[k] = value[low + pseudo_random_next(random_state) % (high - low)];
    double min = min_of(candidate[0], candidate[1]), max = max_of(candidate[0], candidate[1]);
    return max_of(min, min_of(max, candidate[2]));
}

enum partition_side { BELOW_PIVOT, UP_TO_PIVOT };

/* Move the values below the pivot (with UP_TO_PIVOT, also those equal to it) to the front of [low, high). Returns the
 * index of the first value that is not moved. Swapping every value avoids a branch that is mispredicted half of the
 * time. */
static inline size_t partition(double *value, size_t low, size_t high, double pivot, enum partition_side side)
{
    size_t front = low;
    for (size_t i = low; i < high; i++) {
        double current = value[i];
        value[i] = value[front];
        value[front] = current;
        front += side == UP_TO_PIVOT ? current <= pivot : current < pivot;
    }
    return front;
}

/* Reorder so that value[rank] is the value that sorting would put there, with smaller values before it and
 * larger ones after it. */
static void select_rank(double *value, size_t count, size_t rank)
{
    size_t low = 0, high = count;
    uint64_t random_state = 1;
    while (high - low > 1) {
        double pivot = choose_pivot(value, low, high, &random_state);
        size_t front = partition(value, low, high, pivot, BELOW_PIVOT);
        if (rank < front) {
            high = front;
        } else if (front > low) {
            low = front;
        } else { /* the pivot is the minimum, so skip all values equal to it at once */
            size_t end_of_equal = partition(value, low, high, pivot, UP_TO_PIVOT);
            /* end_of_equal is low only if a value is NAN; the loop would then never end */
            if (rank < end_of_equal || end_of_equal == low)
                return;
            low = end_of_equal;
        }
    }
}

double statistics_quantile(double *value, size_t count, double fraction)
{
    if (count == 0)
        return NAN;
    double position = fmin(fmax(fraction, 0), 1) * (double)(count - 1);
    size_t rank = (size_t)position;
    double weight = position - (double)rank;
    select_rank(value, count, rank);
    double low = value[rank];
    if (weight <= 0 || rank + 1 >= count)
        return low;
    double high = value[rank + 1];
    for (size_t i = rank + 2; i < count; i++)
        high = min_of(high, value[i]);
    return low + weight * (high - low);
}

double statistics_median(double *value, size_t count)
{
    return statistics_quantile(value, count, 0.5);
}

double statistics_robust_deviation(double *value, size_t count, double center)
{
    for (size_t i = 0; i < count; i++)
        value[i] = fabs(value[i] - center);
    return STATISTICS_DEVIATION_PER_MAD * statistics_median(value, count);
}

double statistics_kendall_variance(double count)
{
    return count * (count - 1) * (2 * count + 5) / 18;
}

/* Return the amount by which ties reduce the variance of Kendall's S: the sum of the variances that groups of equal
 * values would have without ties. `work` [count]. */
static double tied_variance(const double *value, size_t count, double *work)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        work[i] = value[i];
    statistics_sort(work, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && work[end] == work[i]; end++)
            continue;
        sum += statistics_kendall_variance((double)(end - i));
    }
    return sum;
}

/* Return the factor of the variance of Kendall's S for values of which the deviations k apart have the correlation
 * `autocorrelation`^k (Hamed and Rao 1998). The correlation of ranks is 6 / pi asin(r / 2). */
static double autocorrelated_variance_factor(double n, double autocorrelation)
{
    double sum = 0, correlation = autocorrelation;
    for (double lag = 1; lag < n - 2 && correlation > CORRELATION_MIN; lag++) {
        sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * 6 / M_PI * asin(correlation / 2);
        correlation *= autocorrelation;
    }
    return 1 + 2 * sum / (n * (n - 1) * (n - 2));
}

/* Set the 95 % interval of the slope (Sen 1968): its ends are the slopes of rank (pairs -+ 1.96 sigma) / 2, where sigma
 * is the standard deviation that Kendall's S has without a trend. `slope` [pairs], `work` [count]. */
static void find_interval(struct statistics_line *line, double *slope, size_t pairs, const double *x, const double *y,
                          size_t count, double autocorrelation, double *work)
{
    double variance =
        statistics_kendall_variance((double)count) - tied_variance(y, count, work) - tied_variance(x, count, work);
    double half_width =
        NORMAL_95 * sqrt(fmax(0, variance) * autocorrelated_variance_factor((double)count, autocorrelation));
    size_t low = (size_t)fmax(0, round(((double)pairs - half_width) / 2) - 1);
    size_t high = (size_t)fmin((double)pairs - 1, round(((double)pairs + half_width) / 2));
    select_rank(slope, pairs, low); /* quicker than sorting the million slopes of a thousand points */
    line->low = slope[low];
    select_rank(slope, pairs, high);
    line->high = slope[high];
    if (half_width > (double)pairs) { /* not even points in perfect order would be significant */
        line->low = fmin(line->low, 0);
        line->high = fmax(line->high, 0);
    }
}

bool statistics_theil_sen(const double *x, const double *y, size_t count, double autocorrelation,
                          struct statistics_line *line)
{
    *line = (struct statistics_line){NAN, NAN, NAN, NAN};
    if (count < 2)
        return true;
    double *slope = malloc((count * (count - 1) / 2) * sizeof *slope);
    double *work = malloc(count * sizeof *work);
    bool ok = slope != NULL && work != NULL;
    size_t pairs = 0;
    for (size_t i = 0; ok && i < count; i++) {
        for (size_t k = i + 1; k < count; k++)
            if (x[k] != x[i])
                slope[pairs++] = (y[k] - y[i]) / (x[k] - x[i]);
    }
    if (pairs > 0) {
        line->slope = statistics_median(slope, pairs);
        for (size_t i = 0; i < count; i++)
            work[i] = y[i] - line->slope * x[i];
        line->intercept = statistics_median(work, count);
        if (count >= STATISTICS_INTERVAL_POINTS_MIN)
            find_interval(line, slope, pairs, x, y, count, autocorrelation, work);
    }
    free(slope);
    free(work);
    return ok;
}
