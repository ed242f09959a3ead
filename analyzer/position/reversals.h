/* SPDX-License-Identifier: MIT */
/* How long the reversals of this session take, so that a visit, which takes longer, can be distinguished from a
 * reversal (docs/ANALYSIS.md, "Strokes and reversals"). */
#pragma once

#include "position/strokes.h"

#include <stdbool.h>

#define REVERSALS_DEPTHS 17 /* 1, 5, 10, 15, ... 80 mm */
#define REVERSALS_DEPTH_MIN_MM 1.0
#define REVERSALS_DEPTH_MAX_MM 80.0

/* The reversal length N(d): time spent within d of a reversal, in and out, divided by the pace. A step is from one
 * depth to the next; its deviation is the median minus the 16 % quantile, which for normal noise is the standard
 * deviation. */
struct reversals {
    double length_mm[REVERSALS_DEPTHS + 1];    /* N at the depths 0, 1, 5, 10, ... mm */
    double deviation_mm[REVERSALS_DEPTHS + 1]; /* sum of the steps' deviations */
    double end_mm[2]; /* median position of the reversals at the low end and at the high end; infinite if none */
};

/* Fit the model. A step that fewer than 3 reversals reach gets the values of a sinusoidal motion. O(rows). False when
 * out of memory. */
bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const struct trajectory *rows);

/* Return N or its deviation, interpolated at a depth; a depth outside 0 to 80 mm is moved to the nearer limit. */
double reversals_length_mm(const struct reversals *reversals, double depth_mm);
double reversals_deviation_mm(const struct reversals *reversals, double depth_mm);
