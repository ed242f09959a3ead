/* SPDX-License-Identifier: MIT */
/* Tests whether the user returned to a position more often than by chance: how closely the excess intervals lie
 * together, compared with simulations in which all of them are shifted at random; for each place, whichever of the
 * other places are real (docs/ANALYSIS.md, "Excess dwell and evidence"). The random numbers have a fixed seed, so the
 * same session always gives the same p-values. */
#pragma once

#include "dwell/excess_dwell.h"

#include <stdbool.h>

#define EVIDENCE_STROKES_MIN 12 /* fewer strokes overlap too little to compare them with chance */
#define EVIDENCE_SIMULATIONS 999
#define EVIDENCE_JITTER_MM 90.0 /* largest shift of an interval in a simulation, in each direction */

struct evidence {
    bool available; /* false with fewer than EVIDENCE_STROKES_MIN strokes; then all other fields are 0 */
    struct excess_dwell excess;
    double *p; /* [excess.bin_count] p-value of each bin */
};

/* Find the excess dwell and run the simulations. O(rows + 31 * simulations * (intervals + bins)). False when out of
 * memory; else free with evidence_free. */
bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals);

/* Return the excess dwell of the bins from `from_mm` to `to_mm`, in seconds; NAN when not available. */
double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm);

/* Return the p-value of a spot with its centre at `center_mm`; NAN when not available. */
double evidence_p(const struct evidence *evidence, double center_mm);

void evidence_free(struct evidence *evidence);
