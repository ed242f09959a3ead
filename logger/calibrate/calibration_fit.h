/* SPDX-License-Identifier: MIT */
/*
 * The force law of a strip from known loads: F = k_n * r ^ p newtons with r = c / (full - c), a straight line
 * in logarithms (docs/ANALYSIS.md, section 17). Pure functions.
 */
#ifndef CALIBRATION_FIT_H
#define CALIBRATION_FIT_H

#include <stdbool.h>
#include <stddef.h>

#define CALIBRATION_POINTS_MAX 16
#define CALIBRATION_POINTS_MIN 5 /* used in a fit */
#define CALIBRATION_SPAN_MIN 4.0 /* the largest load over the smallest; below it p is a guess */
#define CALIBRATION_ERROR_MAX_PERCENT 15.0
/* The range that the roller accepts (command K in docs/FORMATS.md). */
#define CALIBRATION_K_MIN_N 0.1
#define CALIBRATION_K_MAX_N 6553.5
#define CALIBRATION_P_MIN 0.1
#define CALIBRATION_P_MAX 5.0

struct calibration_point {
    double load_n;        /* on the strip, above 0 */
    double ratio;         /* r under it, above 0, less that of the unloaded strip */
    bool outlier;         /* result: not on the line of the others */
    double error_percent; /* result: the fitted force against the load */
};

struct calibration_fit {
    double k_n; /* rounded to the roller's steps of 0.1 N */
    double p;   /* rounded to 0.001 */
    unsigned used;
    unsigned outliers;
    double span;          /* the largest load used over the smallest */
    double error_percent; /* standard deviation of the points used about the line */
    double worst_percent; /* the largest of them */
};

/* The ratio r of a reading, less that of the unloaded strip; not above 0 for a reading that is no higher. A
 * reading at full scale counts as half a step below it. */
double calibration_fit_ratio(double reading, double zero_reading, double full_scale);

/*
 * Fit `points` [count] (at most CALIBRATION_POINTS_MAX): mark the outliers by least median of squares
 * (Rousseeuw 1984), which tolerates nearly half of the points, then fit the others by least squares in
 * logarithms. False, and `fit` is not set, with fewer than three points or when all loads or all readings are
 * the same.
 */
bool calibration_fit_strip(struct calibration_point *points, size_t count, struct calibration_fit *fit);

/* Why the fit is not plausible for a strip, for a message; NULL: it is. */
const char *calibration_fit_reject_reason(const struct calibration_fit *fit);

#endif
