/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_fit.h"

#include "shared/statistics.h"

#include <math.h>
#include <string.h>

#define OUTLIER_SIGMAS 2.5
/* In logarithms of force. Hysteresis and a hand that sways set a point off by so much: no reason to ask
 * again. */
#define OUTLIER_LEAST 0.15

struct line {
    double slope;
    double height; /* log of force at log ratio 0 */
};

double calibration_fit_ratio(double reading, double zero_reading, double full_scale)
{
    double highest = full_scale - 0.5;
    double told = fmin(reading, highest), zero = fmin(fmax(zero_reading, 0), highest);
    return told / (full_scale - told) - zero / (full_scale - zero);
}

/* How far above the line a point's load lies, in logarithms. */
static double off_line(const struct line *line, const struct calibration_point *point)
{
    return log(point->load_n) - line->height - line->slope * log(point->ratio);
}

/* The `rank`-th smallest distance from the line, from 0. */
static double ranked_distance(const struct line *line, const struct calibration_point *points, size_t count,
                              size_t rank)
{
    double distance[CALIBRATION_POINTS_MAX];
    for (size_t i = 0; i < count; i++)
        distance[i] = fabs(off_line(line, &points[i]));
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
    double most = fmax(OUTLIER_SIGMAS * sigma, OUTLIER_LEAST);
    for (size_t i = 0; i < count; i++)
        points[i].outlier = found && fabs(off_line(&line, &points[i])) > most;
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
    line->height = (sy - line->slope * sx) / n;
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
            double distance = points[i].outlier ? fabs(off_line(line, &points[i])) : INFINITY;
            if (distance <= OUTLIER_LEAST &&
                (nearest == count || distance < fabs(off_line(line, &points[nearest]))))
                nearest = i;
        }
        if (nearest == count)
            return true;
        points[nearest].outlier = false;
    }
}

static void judge(struct calibration_point *points, size_t count, struct calibration_fit *fit)
{
    double squares = 0, least_n = INFINITY, most_n = 0;
    for (size_t i = 0; i < count; i++) {
        double told_n = fit->k_n * pow(points[i].ratio, fit->p);
        points[i].error_percent = 100 * (told_n / points[i].load_n - 1);
        fit->outliers += points[i].outlier;
        if (points[i].outlier)
            continue;
        double off = log(told_n / points[i].load_n);
        squares += off * off;
        least_n = fmin(least_n, points[i].load_n);
        most_n = fmax(most_n, points[i].load_n);
        fit->worst_percent = fmax(fit->worst_percent, fabs(points[i].error_percent));
    }
    fit->span = most_n / least_n;
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
    made.k_n = round(exp(line.height) * 10) / 10;
    made.p = round(line.slope * 1000) / 1000;
    judge(points, count, &made);
    *fit = made;
    return true;
}

const char *calibration_fit_reject_reason(const struct calibration_fit *fit)
{
    if (fit->used < CALIBRATION_POINTS_MIN)
        return "fewer than five loads agree with each other";
    if (fit->span < CALIBRATION_SPAN_MIN)
        return "the largest load is less than four times the smallest, which leaves p a guess";
    if (!(fit->p >= CALIBRATION_P_MIN && fit->p <= CALIBRATION_P_MAX))
        return "p is not between 0.1 and 5: no strip is like that";
    if (!(fit->k_n >= CALIBRATION_K_MIN_N && fit->k_n <= CALIBRATION_K_MAX_N))
        return "k_n is not between 0.1 and 6553.5: no strip is like that";
    if (!(fit->error_percent <= CALIBRATION_ERROR_MAX_PERCENT))
        return "the loads lie more than 15 % about the line";
    return NULL;
}
