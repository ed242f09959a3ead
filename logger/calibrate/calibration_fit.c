/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_fit.h"

#include "shared/statistics.h"

#include <math.h>
#include <string.h>

#define OUTLIER_SIGMAS 2.5
/* In logarithms of force. Hysteresis and a hand that sways set a point off by so much: no reason to ask
 * again. */
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

/* How far a point's load lies above the line, in logarithms. */
static double line_error(const struct line *line, const struct calibration_point *point)
{
    return log(point->load_n) - line->intercept - line->slope * log(point->ratio);
}

/* The `rank`-th smallest distance from the line, from 0. */
static double ranked_distance(const struct line *line, const struct calibration_point *points, size_t count,
                              size_t rank)
{
    double distance[CALIBRATION_POINTS_MAX];
    for (size_t i = 0; i < count; i++)
        distance[i] = fabs(line_error(line, &points[i]));
    statistics_sort(distance, count);
    return distance[rank];
}

/* Least median of squares: every line through two points is tried. `*median` is its median distance. */
static bool robust_line(const struct calibration_point *points, size_t count, struct line *best,
                        double *median)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            double run = log(points[i].ratio) - log(points[j].ratio);
            double slope = (log(points[i].load_n) - log(points[j].load_n)) / run;
            if (run == 0 || !(slope >= CALIBRATION_P_MIN && slope <= CALIBRATION_P_MAX))
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

static void find_outliers(struct calibration_point *points, size_t count)
{
    struct line line;
    double median;
    bool found = robust_line(points, count, &line, &median);
    /* The factor makes the median distance a standard deviation, and allows for few points (Rousseeuw and
     * Leroy 1987). */
    double sigma = found ? 1.4826 * (1 + 5 / ((double)count - 2)) * median : 0;
    double limit = fmax(OUTLIER_SIGMAS * sigma, OUTLIER_MIN);
    for (size_t i = 0; i < count; i++)
        points[i].outlier = found && fabs(line_error(&line, &points[i])) > limit;
}

/* Least squares through the points that are no outliers. */
static bool least_squares(const struct calibration_point *points, size_t count, struct line *line,
                          unsigned *used)
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
    double spread = n * sxx - sx * sx;
    if (n < 3 || spread <= 1e-9 * n * n)
        return false;
    line->slope = (n * sxy - sx * sy) / spread;
    line->intercept = (sy - line->slope * sx) / n;
    *used = (unsigned)n;
    return true;
}

/* The robust line may lean on few points: an outlier that lies by the least-squares line of the others is
 * none. */
static bool fit_readmitting(struct calibration_point *points, size_t count, struct line *line, unsigned *used)
{
    for (;;) {
        if (!least_squares(points, count, line, used))
            return false;
        size_t nearest = count;
        for (size_t i = 0; i < count; i++) {
            double distance = points[i].outlier ? fabs(line_error(line, &points[i])) : INFINITY;
            if (distance <= OUTLIER_MIN &&
                (nearest == count || distance < fabs(line_error(line, &points[nearest]))))
                nearest = i;
        }
        if (nearest == count)
            return true;
        points[nearest].outlier = false;
    }
}

static void assess(struct calibration_point *points, size_t count, struct calibration_fit *fit)
{
    double squares = 0, min_n = INFINITY, max_n = 0;
    for (size_t i = 0; i < count; i++) {
        double fitted_n = fit->k_n * pow(points[i].ratio, fit->p);
        points[i].error_percent = 100 * (fitted_n / points[i].load_n - 1);
        fit->outliers += points[i].outlier;
        if (points[i].outlier)
            continue;
        double error = log(fitted_n / points[i].load_n);
        squares += error * error;
        min_n = fmin(min_n, points[i].load_n);
        max_n = fmax(max_n, points[i].load_n);
        fit->worst_percent = fmax(fit->worst_percent, fabs(points[i].error_percent));
    }
    fit->span = max_n / min_n;
    fit->error_percent = 100 * (exp(sqrt(squares / (fit->used - 2))) - 1);
}

bool calibration_fit_strip(struct calibration_point *points, size_t count, struct calibration_fit *fit)
{
    struct line line;
    struct calibration_fit made = {0};
    if (count < 3 || count > CALIBRATION_POINTS_MAX)
        return false;
    find_outliers(points, count);
    if (!fit_readmitting(points, count, &line, &made.used))
        return false;
    made.k_n = round(exp(line.intercept) * 10) / 10;
    made.p = round(line.slope * 1000) / 1000;
    assess(points, count, &made);
    *fit = made;
    return true;
}

const char *calibration_fit_reject_reason(const struct calibration_fit *fit)
{
    if (fit->used < CALIBRATION_POINTS_MIN)
        return "fewer than five loads agree with each other";
    if (fit->span < CALIBRATION_SPAN_MIN)
        return "the largest load is less than four times the smallest, so p would be a guess";
    if (!(fit->p >= CALIBRATION_P_MIN && fit->p <= CALIBRATION_P_MAX))
        return "p is not between 0.1 and 5, as for every strip";
    if (!(fit->k_n >= CALIBRATION_K_MIN_N && fit->k_n <= CALIBRATION_K_MAX_N))
        return "k_n is not between 0.1 and 6553.5, as for every strip";
    if (!(fit->error_percent <= CALIBRATION_ERROR_MAX_PERCENT))
        return "the loads deviate from the line by more than 15 %";
    return NULL;
}
