/* SPDX-License-Identifier: MIT */
/* The time that this session's reversals take, so that none is mistaken for a visit (docs/ANALYSIS.md, section 10). */
#ifndef REVERSALS_H
#define REVERSALS_H

#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

#define REVERSALS_DEPTHS 17 /* 1, 5, 10, 15, ... 80 mm */
#define REVERSALS_DEPTH_MIN_MM 1.0
#define REVERSALS_DEPTH_MAX_MM 80.0

/* The reversal length N(d): time spent within d of a reversal, in and out, divided by the pace. */
struct reversals {
    double length_mm[REVERSALS_DEPTHS + 1];    /* N at the depths 0, 1, 5, 10, ... mm */
    double deviation_mm[REVERSALS_DEPTHS + 1]; /* deviation of N: median less 16 % quantile, summed over steps */
    double end_mm[2]; /* median position of the reversals at the low and high end; infinite without any */
};

/* Fit the model; steps that fewer than 3 reversals reach come from a sine. O(rows). False when out of memory. */
bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const struct trajectory *rows);

/* Return N and its deviation at a depth, interpolated; depths are limited to 0 to 80 mm. */
double reversals_length_mm(const struct reversals *reversals, double depth_mm);
double reversals_deviation_mm(const struct reversals *reversals, double depth_mm);

#endif
