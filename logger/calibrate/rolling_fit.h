/* SPDX-License-Identifier: MIT */
/* The rolling radius from a measured length: without slip the axle moves radius times angle. Pure functions;
 * angles in radians (docs/ANALYSIS.md, section 17). */
#ifndef ROLLING_FIT_H
#define ROLLING_FIT_H

#include <stdbool.h>
#include <stddef.h>

#define ROLLING_PASSES 6
#define ROLLING_PASSES_USED_MIN 5     /* of them, at least */
#define ROLLING_PASSES_MAX 12         /* then give up: they do not agree */
#define ROLLING_OUTLIER_FRACTION 0.03 /* of the median: such a pass was not a whole one */

/* Sums over the accelerometer's x and y while the roller rotates. Starts zeroed. */
struct rolling_circle {
    double n, x, y, xx, xy, yy, z, xz, yz; /* z: x squared + y squared */
};

void rolling_circle_add(struct rolling_circle *circle, double x, double y);

/* Center of the circle that gravity draws (least squares, Kasa 1976): the accelerometer's bias, which would
 * change the angle between two rests by up to 6 degrees. False when less than a quarter of a revolution was
 * seen. */
bool rolling_circle_center(const struct rolling_circle *circle, double *x, double *y);

/* The axis of load on the ring of strips [count], modulo half a revolution: half the argument of the sum of
 * f exp(2 i angle). */
double rolling_ring_axis_rad(const double *force_n, const double *angle_deg, size_t count);

/* The angle nearest to `about_rad` that differs from `angle_rad` by whole periods. */
double rolling_unwrap_rad(double angle_rad, double about_rad, double period_rad);

struct rolling_pass {
    double angle_rad; /* of either sign */
    double radius_mm; /* result */
    bool outlier;     /* result */
};

struct rolling_fit {
    double radius_mm; /* mean of the passes used, rounded to the roller's steps of 0.1 mm */
    double spread_mm; /* between the largest and the smallest of them */
    unsigned used;
};

/* Fit `passes` [count] over `length_mm`. False, and `fit` all 0, without a pass, with one that did not
 * rotate, or with none near the median. */
bool rolling_fit_passes(struct rolling_pass *passes, size_t count, double length_mm, struct rolling_fit *fit);

/* True when another pass is needed after `count` of them; never beyond ROLLING_PASSES_MAX. */
bool rolling_fit_needs_more(const struct rolling_fit *fit, size_t count);

#endif
