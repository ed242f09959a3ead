/* SPDX-License-Identifier: MIT */
/* Finds strips that disagree with the ring model, and the gains of those that agree (docs/ANALYSIS.md, "Strip faults
 * and gains"). If the sample is not sufficient (strip_sample.h), nothing is found and a fit equals its input. Each
 * function is O(sample). */
#pragma once

#include "force/strip_sample.h"

#include <stdbool.h>

#define STRIP_GAIN_MAX 8.0 /* gains are limited to this and its reciprocal */

/* Find the most clearly swapped pair of strips; call this before fitting H (ring_model.h). True if there is a pair;
 * then exchange the angles of pair[0] and pair[1], sample again and repeat. */
bool strip_check_swap(size_t pair[2], const struct ring_model *ring, const struct strip_faults *faults,
                      const struct strip_sample *sample);

/* Fitted H, gains and up directions, each of which depends on the others. */
struct strip_fit {
    struct ring_model ring;               /* the ring with the fitted H */
    struct strip_faults faults;           /* the faults with the fitted gains */
    double up_rad[STRIP_SAMPLE_ROWS_MAX]; /* fitted up direction in each row of the sample */
};

/* Set *fit to `ring` and `faults` with H, gains and up directions fitted to the sample (strip_check_fit.c). */
void strip_check_fit(struct strip_fit *fit, const struct ring_model *ring, const struct strip_faults *faults,
                     const struct strip_sample *sample);

/* Find wrong, changed and loose strips in a session of `rows` rows, after a fit has been applied. Sets *found to
 * `faults` with these strips left out. True if there are any; then fit again. */
bool strip_check_faults(struct strip_faults *found, const struct ring_model *ring, const struct strip_faults *faults,
                        const struct strip_sample *sample, size_t rows);
