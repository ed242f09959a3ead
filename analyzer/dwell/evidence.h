/* SPDX-License-Identifier: MIT */
/* Whether the dwell comes back to the same position more often than chance explains: a scan statistic whose
 * null hypothesis is jitter (docs/ANALYSIS.md, section 13). The same session yields the same p. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "dwell/excess_dwell.h"

#include <stdbool.h>
#include <stddef.h>

#define EVIDENCE_STROKES_MIN 12

struct evidence {
    bool available; /* false with fewer than EVIDENCE_STROKES_MIN strokes; then the rest is empty */
    struct excess_dwell excess;
    unsigned *overlap;     /* [excess.bins] number of excess intervals that cover each bin */
    unsigned *null_maxima; /* [999] largest overlap in each simulation, ascending */
};

/* Compute the excess dwell and the null. O(rows + 999 * (intervals + bins)). False when out of memory; else
 * free with evidence_free. */
bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals);

/* Return the seconds of excess dwell between two positions; NAN when not available. */
double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm);

/* Return the p-value of the spot at `center_mm`; NAN when not available. */
double evidence_p(const struct evidence *evidence, double center_mm);

void evidence_free(struct evidence *evidence);

#endif
