/* SPDX-License-Identifier: MIT */
/*
 * Does the lingering come back at the same place, or would lingering here and there look the same?
 *
 * p: a scan statistic (Naus 1965) with its null by jitter (Amarasingham et al. 2012). The height of a place
 * is the number of lingerings there (excess_dwell.h). The null moves each lingering by up to 90 mm to either
 * side, independently, and reflects it at the ends of where one lingered at all; so it keeps how often, how
 * widely and in which part of the thigh one lingers, and forgets only the exact place. p = (1 + number of 999
 * draws whose highest place anywhere is at least as high as the spot's) / 1000: corrected for having looked
 * everywhere. Somebody whose pauses all lie in a part shorter than those 180 mm comes back to a place, by
 * this measure.
 *
 * The ends of where one lingered are estimated as those of a uniform distribution from which the n places
 * were drawn: beyond the outermost two by their distance / (n - 1), and at least 180 mm apart. Seeded by a
 * constant: the same session gives the same p.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "dwell/excess_dwell.h"

#include <stdbool.h>
#include <stddef.h>

#define EVIDENCE_MIN_STROKES 12

struct evidence {
    bool told; /* false with fewer than EVIDENCE_MIN_STROKES strokes; then the rest is empty */
    struct lingerings lingerings;
    unsigned *height; /* [bins] lingerings at the bin */
    unsigned *null;   /* [999] the greatest height of each draw, rising */
};

/* O(rows + 999 * (lingerings + bins)). False when memory is short. Free with evidence_free. */
bool evidence_assess(struct evidence *evidence, const struct excess_dwell_input *input);

/* Seconds that even rolling does not explain between two places; NAN when not told. */
double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm);

/* p of the spot at `center_mm`; NAN when not told. */
double evidence_p(const struct evidence *evidence, double center_mm);

void evidence_free(struct evidence *evidence);

#endif
