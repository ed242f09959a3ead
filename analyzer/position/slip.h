/* SPDX-License-Identifier: MIT */
/* The slip of the roller along the thigh (docs/ANALYSIS.md, "Slip"). */
#pragma once

#include "position/position.h"
#include "position/strokes.h"

#include <stdbool.h>

struct slip {
    double mm_per_mm;  /* slip per distance rolled since the last `zero` event; 0 = no significant slip */
    double longest_mm; /* slip over the longest distance between `zero` events */
};

/* Estimate the slip from the reversals. False when out of memory. */
bool slip_estimate(struct slip *slip, const struct position *position, const struct strokes *strokes);

/* Return the positions without the slip, mm: [position->count], which the caller frees. NULL when out of memory. */
double *slip_correct(const struct slip *slip, const struct position *position);
