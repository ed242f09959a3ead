/* SPDX-License-Identifier: MIT */
/*
 * The force law of a strip from loads that are known: F = k_n * r ^ p newtons with r = c / (full - c), the
 * reading's share of full scale against what is left of it (docs/FORMATS.md). In logarithms that is a
 * straight line. Pure functions.
 */
#ifndef CALIBRATION_FIT_H
#define CALIBRATION_FIT_H

#include <stdbool.h>
#include <stddef.h>

#define CALIBRATION_POINTS_MAX 16
#define CALIBRATION_POINTS_MIN                                                                               \
    5 /* that a fit is made of; two tell a line, more tell whether they lie on it */
#define CALIBRATION_SPAN_MIN 4.0 /* the largest load over the smallest: else p is a guess */
#define CALIBRATION_ERROR_MAX_PERCENT 15.0
/* What the roller takes (command K in docs/FORMATS.md), and in which steps. */
#define CALIBRATION_K_MIN_N 0.1
#define CALIBRATION_K_MAX_N 6553.5
#define CALIBRATION_P_MIN 0.1
#define CALIBRATION_P_MAX 5.0

struct calibration_point {
    double load_n;        /* what lay on the strip, above 0 */
    double ratio;         /* r under it, above 0; what the unloaded strip reads is taken off */
    bool outlier;         /* filled in: it does not lie on the line of the others */
    double error_percent; /* filled in: what the fit makes of the reading, against the load */
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

/*
 * c / (full - c) of a reading, less the same of the unloaded strip. Not above 0 for a reading that is no
 * higher. A reading at full scale counts as half a step below it.
 */
double calibration_fit_ratio(double reading, double zero_reading, double full_scale);

/*
 * Fit `count` points (at most CALIBRATION_POINTS_MAX). Outliers are looked for first, by the line between two
 * points about which the median of all distances is least (Rousseeuw 1984), which nearly half of the points
 * may miss; the rest is fitted by least squares in logarithms. False, and nothing is filled in, with fewer
 * than three points, or when all loads or all readings are the same.
 */
bool calibration_fit_strip(struct calibration_point *points, size_t count, struct calibration_fit *fit);

/* Why no strip is like that, in plain words; NULL: it may be one. */
const char *calibration_fit_reject_reason(const struct calibration_fit *fit);

#endif
