/* SPDX-License-Identifier: MIT */
#include "calibrate/rolling_fit.h"

#include "shared/statistics.h"

#include <math.h>

/* Determinant of the covariance, divided by the squared mean variance: 1 for a full revolution sampled
 * uniformly, 0.27 for a third, 0.16 for a quarter. */
#define QUARTER_REVOLUTION_DETERMINANT 0.15

void rolling_circle_add(struct rolling_circle *circle, double x, double y)
{
    double z = x * x + y * y;
    circle->n++;
    circle->x += x;
    circle->y += y;
    circle->xx += x * x;
    circle->xy += x * y;
    circle->yy += y * y;
    circle->z += z;
    circle->xz += x * z;
    circle->yz += y * z;
}

bool rolling_circle_center(const struct rolling_circle *circle, double *x, double *y)
{
    double n = circle->n;
    if (n < 3)
        return false;
    /* Covariances of p = (x, y): the centre c solves cov(p, p) c = cov(p, z) / 2, with z = x^2 + y^2. */
    double xx = circle->xx / n - circle->x * circle->x / (n * n), yy = circle->yy / n - circle->y * circle->y / (n * n);
    double xy = circle->xy / n - circle->x * circle->y / (n * n);
    double xz = circle->xz / n - circle->x * circle->z / (n * n), yz = circle->yz / n - circle->y * circle->z / (n * n);
    double determinant = xx * yy - xy * xy;
    if (determinant < QUARTER_REVOLUTION_DETERMINANT * (xx + yy) * (xx + yy) / 4)
        return false;
    *x = (xz * yy - yz * xy) / (2 * determinant);
    *y = (yz * xx - xz * xy) / (2 * determinant);
    return true;
}

double rolling_ring_up_rad(const double *force_n, const double *angle_deg, size_t count)
{
    double c = 0, s = 0;
    for (size_t i = 0; i < count; i++) {
        double twice_rad = 2 * angle_deg[i] * M_PI / 180;
        c += force_n[i] * cos(twice_rad);
        s += force_n[i] * sin(twice_rad);
    }
    return atan2(s, c) / 2;
}

double rolling_unwrap_rad(double angle_rad, double reference_rad, double period_rad)
{
    return angle_rad + period_rad * round((reference_rad - angle_rad) / period_rad);
}

static double median_radius_mm(const struct rolling_pass *passes, size_t count)
{
    double radius_mm[ROLLING_PASSES_MAX];
    for (size_t i = 0; i < count; i++)
        radius_mm[i] = passes[i].radius_mm;
    return statistics_median(radius_mm, count);
}

bool rolling_fit_passes(struct rolling_pass *passes, size_t count, double length_mm, struct rolling_fit *fit)
{
    *fit = (struct rolling_fit){0};
    if (count == 0 || count > ROLLING_PASSES_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (passes[i].angle_rad == 0)
            return false;
        passes[i].radius_mm = length_mm / fabs(passes[i].angle_rad);
    }
    double median_mm = median_radius_mm(passes, count), sum_mm = 0, min_mm = INFINITY, max_mm = 0;
    struct rolling_fit result = {0};
    for (size_t i = 0; i < count; i++) {
        double radius_mm = passes[i].radius_mm;
        passes[i].outlier = fabs(radius_mm - median_mm) > ROLLING_OUTLIER_FRACTION * median_mm;
        if (passes[i].outlier)
            continue;
        result.used_count++;
        sum_mm += radius_mm;
        min_mm = fmin(min_mm, radius_mm);
        max_mm = fmax(max_mm, radius_mm);
    }
    if (result.used_count == 0) /* for example, the median of two different passes may be near neither */
        return false;
    result.radius_mm = round(sum_mm / result.used_count * 10) / 10;
    result.spread_mm = max_mm - min_mm;
    *fit = result;
    return true;
}

bool rolling_fit_needs_more(const struct rolling_fit *fit, size_t count)
{
    return count < ROLLING_PASSES_MAX && (count < ROLLING_PASSES || fit->used_count < ROLLING_PASSES_USED_MIN);
}
