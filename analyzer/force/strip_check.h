/* SPDX-License-Identifier: MIT */
/* Strips that disagree with the ring model, and the gains of those that agree (docs/ANALYSIS.md, "Strip
 * faults and gains"). */
#ifndef STRIP_CHECK_H
#define STRIP_CHECK_H

#include "force/strip_sample.h"

#include <stdbool.h>

#define STRIP_GAIN_MAX 8.0 /* gains are limited to this and its reciprocal */

/* Exchange the angles of the most clearly swapped pair; call this before fitting H. True if there was one:
 * then sample again and repeat. */
bool strip_check_swap(struct ring_model *ring, struct strip_faults *faults, const struct strip_sample *sample);

/* Fit H (ring->response), the gains (faults->strip[].gain) and up (sample->up_rad) together, since each depends on
 * the others. Changes nothing if the sample is not sufficient (strip_sample.h). O(sample). */
void strip_gain_fit(struct ring_model *ring, struct strip_faults *faults, struct strip_sample *sample);

/* Find wrong, changed and loose strips in a session of `rows` rows; call this after a fit. True if any was
 * found: then fit again. O(sample). */
bool strip_check_faults(const struct ring_model *ring, struct strip_faults *faults, const struct strip_sample *sample,
                        size_t rows);

#endif
