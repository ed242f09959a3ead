/* SPDX-License-Identifier: MIT */
/*
 * The rolling radius from a length that was measured: the axle of a roller that rolls without slip goes
 * radius times angle. Pure functions; angles in radians.
 */
#ifndef ROLLING_FIT_H
#define ROLLING_FIT_H

#include <stdbool.h>
#include <stddef.h>

#define ROLLING_PASSES 6
#define ROLLING_PASSES_USED_MIN 5     /* of them, at least */
#define ROLLING_PASSES_MAX 12         /* they do not agree: enough of it */
#define ROLLING_OUTLIER_FRACTION 0.03 /* of the median: a pass so far off was no whole pass */

/* Sums over the accelerometer's x and y while the roller turns. Begins zeroed. */
struct rolling_circle {
    double n, x, y, xx, xy, yy, z, xz, yz; /* z: x squared + y squared */
};

void rolling_circle_add(struct rolling_circle *circle, double x, double y);

/*
 * Middle of the circle that gravity draws (least squares, Kasa 1976): the accelerometer's own bias, which
 * would set the angle between two rests off by up to 6 degrees. False when less than a quarter of a turn was
 * seen.
 */
bool rolling_circle_center(const struct rolling_circle *circle, double *x, double *y);

/* Where the ring of strips is loaded, thigh or board on one side and floor on the other: modulo half a turn,
 * so that both count. (sum of f exp(2 i angle), half its argument.) */
double rolling_ring_axis_rad(const double *force_n, const double *angle_deg, size_t count);

/* The angle nearest to `about_rad` that differs from `angle_rad` by whole periods. */
double rolling_unwrap_rad(double angle_rad, double about_rad, double period_rad);

struct rolling_pass {
    double angle_rad; /* of either sign */
    double radius_mm; /* filled in */
    bool outlier;     /* filled in */
};

struct rolling_fit {
    double radius_mm; /* mean of the passes used, rounded to the roller's steps of 0.1 mm */
    double spread_mm; /* between the largest and the smallest of them */
    unsigned used;
};

/* False, `fit` all 0, when there is no pass, one that did not turn, or none near the median of all. */
bool rolling_fit_passes(struct rolling_pass *passes, size_t count, double length_mm, struct rolling_fit *fit);

/* Whether another pass is to be rolled, by the fit of those `count`. Never beyond ROLLING_PASSES_MAX,
 * whatever the fit. */
bool rolling_fit_needs_more(const struct rolling_fit *fit, size_t count);

#endif
