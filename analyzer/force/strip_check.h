/* SPDX-License-Identifier: MIT */
/* Finds strips that disagree with the ring model, and the gains of those that agree (docs/ANALYSIS.md, "Strip faults
 * and gains"). If the sample is not sufficient (strip_sample.h), no fault is found, and a fit returns its input
 * unchanged. Each function takes O(sample rows). */
#pragma once

#include "force/strip_sample.h"

#include <stdbool.h>

#define STRIP_GAIN_MAX 8.0 /* largest gain; the smallest is the reciprocal */

/* Find the most clearly swapped pair of strips. Call this before fitting H (ring_model.h). True if there is a pair. The
 * caller then exchanges the angles of pair[0] and pair[1], selects the sample again and repeats the call. */
bool strip_check_swap(size_t pair[2], const struct ring_model *ring, const struct strip_faults *faults,
                      const struct strip_sample *sample);

/* The fitted response H, gains and up directions. Each of them depends on the other two. */
struct strip_fit {
    struct ring_model ring;               /* the ring with the fitted H */
    struct strip_faults faults;           /* the faults with the fitted gains */
    double up_rad[STRIP_SAMPLE_ROWS_MAX]; /* fitted up direction in each row of the sample */
};

/* Fit H, gains and up directions to the sample. *fit receives copies of `ring` and `faults` with the fitted values, and
 * the up directions. */
void strip_check_fit(struct strip_fit *fit, const struct ring_model *ring, const struct strip_faults *faults,
                     const struct strip_sample *sample);

/* Find wrong, changed and loose strips in a session of `rows` rows, after a fit has been applied. *found receives a
 * copy of `faults` with these strips left out. True if there are any: the caller then fits again. */
bool strip_check_faults(struct strip_faults *found, const struct ring_model *ring, const struct strip_faults *faults,
                        const struct strip_sample *sample, size_t rows);
