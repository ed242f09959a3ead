/* SPDX-License-Identifier: MIT */
/* The rolling radius from a measured length: without slip, the axle moves by radius times angle. Pure functions; angles
 * in radians (docs/ANALYSIS.md, "The calibration"). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define ROLLING_PASSES 6          /* number of passes if they agree */
#define ROLLING_PASSES_USED_MIN 5 /* smallest number of passes that must agree */
#define ROLLING_PASSES_MAX 12     /* number of passes after which the calibration ends even if they do not agree */
/* Largest deviation of a valid pass, as a fraction of the median; a larger one means that the pass did not go
 * from line to line. */
#define ROLLING_OUTLIER_FRACTION 0.03

/* Sums over the accelerometer's x and y while the roller rotates. All zero bytes at first. */
struct rolling_circle {
    double n, x, y, xx, xy, yy, z, xz, yz; /* z: x squared + y squared */
};

/* Add a reading of the accelerometer. */
void rolling_circle_add(struct rolling_circle *circle, double x, double y);

/* Fit a circle to the readings (least squares, Kasa 1976). Its centre is the accelerometer's bias; uncorrected, the
 * bias would change the angle measured between two rests by up to 6 degrees. False if the readings span less than a
 * quarter of a revolution. */
bool rolling_circle_center(const struct rolling_circle *circle, double *x, double *y);

/* Compute the direction of up from the ring vector, modulo half a revolution: half the argument of the sum of
 * f exp(2 i angle) over the `count` strips. */
double rolling_ring_up_rad(const double *force_n, const double *angle_deg, size_t count);

/* Return the angle nearest to `reference_rad` that differs from `angle_rad` by a multiple of the period. */
double rolling_unwrap_rad(double angle_rad, double reference_rad, double period_rad);

struct rolling_pass {
    double angle_rad; /* angle that the roller rotated, positive or negative */
    double radius_mm; /* result: radius according to this pass */
    bool outlier;     /* result: the radius is far from the median */
};

struct rolling_fit {
    double radius_mm;    /* mean of the used passes, rounded to the roller's steps of 0.1 mm */
    double spread_mm;    /* largest minus smallest radius of the used passes */
    unsigned used_count; /* number of passes near the median */
};

/* Compute the radius from `passes` [count] over `length_mm`. False, with `fit` all 0, if there is no pass, if
 * one did not rotate, or if none is near the median. */
bool rolling_fit_passes(struct rolling_pass *passes, size_t count, double length_mm, struct rolling_fit *fit);

/* Whether another pass is needed after `count` passes; never after ROLLING_PASSES_MAX. */
bool rolling_fit_needs_more(const struct rolling_fit *fit, size_t count);
