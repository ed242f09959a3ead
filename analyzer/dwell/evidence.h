/* SPDX-License-Identifier: MIT */
/* Does the dwell come back to the same position, or would dwelling here and there look the same? A scan
 * statistic whose null is jitter (docs/ANALYSIS.md, section 13). The same session gives the same p. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "dwell/excess_dwell.h"

#include <stdbool.h>
#include <stddef.h>

#define EVIDENCE_MIN_STROKES 12

struct evidence {
    bool available; /* false with fewer than EVIDENCE_MIN_STROKES strokes; then the rest is empty */
    struct excess_dwell excess;
    unsigned *height;   /* [excess.bins] excess intervals over each bin */
    unsigned *null_max; /* [999] the largest height of each draw, ascending */
};

/* O(rows + 999 * (intervals + bins)). False when out of memory; else free with evidence_free. */
bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals);

/* Seconds of excess dwell between two positions; NAN when not available. */
double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm);

/* p of the spot at `center_mm`; NAN when not available. */
double evidence_p(const struct evidence *evidence, double center_mm);

void evidence_free(struct evidence *evidence);

#endif
