/* SPDX-License-Identifier: MIT */
/* All hypotheses about slip, slides and lifts, and how probable the ends and the visits make them (docs/ANALYSIS.md,
 * "Offsets and uncertainty"). */
#pragma once

#include "position/offset_events.h"

#include <stdbool.h>
#include <stddef.h>

/* Deviation of where a lifted roller is put back, if it lies where it was. */
#define OFFSET_CANDIDATES_LIFT_MIN_MM 1.0

struct offset_candidate {
    struct offset_hypothesis hypothesis;
    double probability;
};

struct offset_candidates {
    struct offset_candidate *candidate; /* [count] */
    size_t count;
    double log_evidence; /* logarithm of how likely the events are, over all hypotheses */
};

/* Make the hypotheses that the events leave probable. False when out of memory; else free with
 * offset_candidates_free. */
bool offset_candidates_make(struct offset_candidates *candidates, const struct offset_events *events);

void offset_candidates_free(struct offset_candidates *candidates);
