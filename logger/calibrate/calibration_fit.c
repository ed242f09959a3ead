/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_fit.h"

#include "shared/statistics.h"

#include <math.h>

#define OUTLIER_SIGMAS 2.5
#define FITTED_POINTS_MIN 3 /* a line fits two points exactly, so its error would say nothing */
/* Smallest distance, in the logarithm of force, at which a point may be an outlier. Hysteresis and an unsteady hand
 * cause smaller distances. */
#define OUTLIER_MIN 0.15

struct line {
    double slope;
    double intercept; /* log of force at log ratio 0 */
};

double calibration_fit_ratio(double reading, double zero_reading, double full_scale)
{
    double highest = full_scale - 0.5;
    double clamped = fmin(reading, highest), zero = fmin(fmax(zero_reading, 0), highest);
    return clamped / (full_scale - clamped) - zero / (full_scale - zero);
}

/* Return how far the logarithm of a point's load is above the line. */
static double line_error(const struct line *line, const struct calibration_point *point)
{
    return log(point->load_n) - line->intercept - line->slope * log(point->ratio);
}

/* Return the `rank`-th smallest distance from the line; rank 0 is the smallest. */
static double ranked_distance(const struct line *line, const struct calibration_point *points, size_t count,
                              size_t rank)
{
    double distance[CALIBRATION_POINTS_MAX];
    for (size_t i = 0; i < count; i++)
        distance[i] = fabs(line_error(line, &points[i]));
    statistics_sort(distance, count);
    return distance[rank];
}

/* Find the line through two of the points with the smallest median distance from all points (least median of squares).
 * Sets `*median` to that distance. False if no line has a plausible slope. */
static bool fit_robust_line(const struct calibration_point *points, size_t count, struct line *best, double *median)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            double log_ratio_change = log(points[i].ratio) - log(points[j].ratio);
            double slope = (log(points[i].load_n) - log(points[j].load_n)) / log_ratio_change;
            if (log_ratio_change == 0 || !(slope >= CALIBRATION_P_MIN && slope <= CALIBRATION_P_MAX))
                continue;
            struct line line = {slope, log(points[i].load_n) - slope * log(points[i].ratio)};
            double distance = ranked_distance(&line, points, count, count / 2);
            if (found && distance >= *median)
                continue;
            found = true;
            *median = distance;
            *best = line;
        }
    }
    return found;
}

/* Mark the points that are too far from the robust line. */
static void mark_outliers(struct calibration_point *points, size_t count)
{
    struct line line;
    double median;
    bool has_line = fit_robust_line(points, count, &line, &median);
    /* Estimate the standard deviation from the points' median distance from the line, corrected for few points
     * (Rousseeuw and Leroy 1987). */
    double sigma = has_line ? STATISTICS_DEVIATION_PER_MAD * (1 + 5 / ((double)count - 2)) * median : 0;
    double limit = fmax(OUTLIER_SIGMAS * sigma, OUTLIER_MIN);
    for (size_t i = 0; i < count; i++)
        points[i].outlier = has_line && fabs(line_error(&line, &points[i])) > limit;
}

/* Fit a line by least squares to the points that are not outliers. False if fewer than three are left, or if all their
 * readings are equal. */
static bool fit_least_squares(const struct calibration_point *points, size_t count, struct line *line,
                              unsigned *used_count)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (size_t i = 0; i < count; i++) {
        if (points[i].outlier)
            continue;
        double x = log(points[i].ratio), y = log(points[i].load_n);
        n++;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    double determinant = n * sxx - sx * sx;
    if (n < FITTED_POINTS_MIN || determinant <= 1e-9 * n * n)
        return false;
    line->slope = (n * sxy - sx * sy) / determinant;
    line->intercept = (sy - line->slope * sx) / n;
    *used_count = (unsigned)n;
    return true;
}

/* Fit the points that are not outliers. Since the robust line may depend on few points, readmit the outlier nearest to
 * the fitted line, if it is close enough, and fit again. */
static bool fit_and_readmit(struct calibration_point *points, size_t count, struct line *line, unsigned *used_count)
{
    for (;;) {
        if (!fit_least_squares(points, count, line, used_count))
            return false;
        size_t nearest = count;
        for (size_t i = 0; i < count; i++) {
            double distance = points[i].outlier ? fabs(line_error(line, &points[i])) : INFINITY;
            if (distance <= OUTLIER_MIN && (nearest == count || distance < fabs(line_error(line, &points[nearest]))))
                nearest = i;
        }
        if (nearest == count)
            return true;
        points[nearest].outlier = false;
    }
}

/* Compute the errors of the points and of the fit. */
static void compute_errors(struct calibration_point *points, size_t count, struct calibration_fit *fit)
{
    double squares = 0, min_n = INFINITY, max_n = 0;
    for (size_t i = 0; i < count; i++) {
        double fitted_n = fit->k_n * pow(points[i].ratio, fit->p);
        points[i].error_percent = 100 * (fitted_n / points[i].load_n - 1);
        fit->outlier_count += points[i].outlier;
        if (points[i].outlier)
            continue;
        double log_error = log(fitted_n / points[i].load_n);
        squares += log_error * log_error;
        min_n = fmin(min_n, points[i].load_n);
        max_n = fmax(max_n, points[i].load_n);
        fit->worst_percent = fmax(fit->worst_percent, fabs(points[i].error_percent));
    }
    fit->span = max_n / min_n;
    fit->error_percent = 100 * (exp(sqrt(squares / (fit->used_count - 2))) - 1);
}

bool calibration_fit_strip(struct calibration_point *points, size_t count, struct calibration_fit *fit)
{
    struct line line;
    struct calibration_fit result = {0};
    if (count < FITTED_POINTS_MIN || count > CALIBRATION_POINTS_MAX)
        return false;
    mark_outliers(points, count);
    if (!fit_and_readmit(points, count, &line, &result.used_count))
        return false;
    result.k_n = round(exp(line.intercept) * 10) / 10;
    result.p = round(line.slope * 1000) / 1000;
    compute_errors(points, count, &result);
    *fit = result;
    return true;
}

const char *calibration_fit_reject_reason(const struct calibration_fit *fit)
{
    if (fit->used_count < CALIBRATION_POINTS_MIN)
        return "fewer than five loads agree with each other";
    if (fit->span < CALIBRATION_SPAN_MIN)
        return "the largest load is less than four times the smallest, so p would be a guess";
    if (!(fit->p >= CALIBRATION_P_MIN && fit->p <= CALIBRATION_P_MAX))
        return "p is not between 0.1 and 5, as it is for every strip";
    if (!(fit->k_n >= CALIBRATION_K_MIN_N && fit->k_n <= CALIBRATION_K_MAX_N))
        return "k_n is not between 0.1 and 6553.5, as it is for every strip";
    if (!(fit->error_percent <= CALIBRATION_ERROR_MAX_PERCENT))
        return "the loads deviate from the line by more than 15 %";
    return NULL;
}
