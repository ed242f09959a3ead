/* SPDX-License-Identifier: MIT */
/* How well repeated measurements of the same people agree. */
#pragma once

#include <stddef.h>

struct reliability {
    size_t subject_count, session_count; /* of each subject */
    double mean;
    double icc;       /* ICC(2,1): two-way random effects, absolute agreement, a single session; NAN for one subject */
    double low, high; /* its 95 % interval */
    double sem;       /* standard error of measurement, in the unit of the values */
    double mdc95;     /* minimal detectable change of one person between two sessions, with 95 % confidence */
};

/* Compute the reliability of value[subject_count][session_count]: ICC(2,1) and its interval by Shrout and Fleiss (1979)
 * and McGraw and Wong (1996), SEM as the root of the mean square of the error, and MDC95 = 1.96 sqrt(2) SEM, by Weir
 * (2005). Of one subject the SEM is the standard deviation of the sessions. There are at least one subject and two
 * sessions. */
struct reliability reliability_compute(const double *value, size_t subject_count, size_t session_count);

/* Return "poor", "moderate", "good" or "excellent" for an ICC. Koo and Li (2016) use the words for both ends of the
 * interval. */
const char *reliability_word(double icc);
