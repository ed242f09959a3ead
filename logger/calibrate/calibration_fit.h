/* SPDX-License-Identifier: MIT */
/* The force law of a strip from known loads: F = k_n * r ^ p newtons with r = c / (full - c), a straight line in
 * logarithms (docs/ANALYSIS.md, "The calibration"). Pure functions. */
#pragma once

#include "wire/vocabulary.h"

#include <stdbool.h>
#include <stddef.h>

#define CALIBRATION_POINTS_MAX 16
#define CALIBRATION_POINTS_MIN 5 /* smallest number of points used in a plausible fit */
/* Smallest ratio of the largest to the smallest load; with a smaller ratio p is a guess. */
#define CALIBRATION_SPAN_MIN 4.0
#define CALIBRATION_ERROR_MAX_PERCENT 15.0 /* hysteresis alone causes errors of up to this size */
/* The range that the roller accepts (command K in docs/FORMATS.md). */
#define CALIBRATION_K_MIN_N (WIRE_K_MIN_TENTH_N / 10.0)
#define CALIBRATION_K_MAX_N (WIRE_K_MAX_TENTH_N / 10.0)
#define CALIBRATION_P_MIN (WIRE_P_MIN_MILLI / 1000.0)
#define CALIBRATION_P_MAX (WIRE_P_MAX_MILLI / 1000.0)

struct calibration_point {
    double load_n;        /* load on the strip, above 0 */
    double ratio;         /* calibration_fit_ratio of the reading under load, above 0 */
    bool outlier;         /* result: the point is too far from the line through the others */
    double error_percent; /* result: error of the fitted force, as a percentage of the load */
};

struct calibration_fit {
    double k_n;          /* rounded to the roller's steps of 0.1 N */
    double p;            /* rounded to 0.001 */
    unsigned used_count; /* number of points that are not outliers */
    unsigned outlier_count;
    double span;          /* largest used load divided by the smallest */
    double error_percent; /* standard deviation of the used points from the line */
    double worst_percent; /* largest error_percent of a used point, without its sign */
};

/* Compute r = c / (full_scale - c) of a reading, minus r of the unloaded strip's reading. The result is 0 or less if
 * the reading is not above the unloaded strip's. A reading at full scale counts as half a step below it, so that r is
 * finite. */
double calibration_fit_ratio(double reading, double zero_reading, double full_scale);

/* Fit `points` [count] (at most CALIBRATION_POINTS_MAX): mark the outliers by least median of squares (Rousseeuw 1984),
 * which tolerates nearly half of the points, then fit the others by least squares in logarithms. False, with `fit`
 * unchanged, if there are fewer than three points, or if all loads or all readings are equal. */
bool calibration_fit_strip(struct calibration_point *points, size_t count, struct calibration_fit *fit);

/* Return the reason why the fit is implausible, as text for a message; NULL if it is plausible. */
const char *calibration_fit_reject_reason(const struct calibration_fit *fit);
