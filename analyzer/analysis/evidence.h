/* SPDX-License-Identifier: MIT */
/*
 * Does the lingering come back at the same place, or would even rolling with pauses anywhere look the same?
 *
 * For each stroke and each 5 mm of thigh: residual = time spent less what even rolling explains: the stroke's own pace
 * per millimetre, and at its two ends half of the session's turnarounds (turnarounds.h) at that pace. The residuals of
 * all strokes are summed, and smoothed over 25 mm; for p each is cut at 4 times what even rolling takes there, so that it weighs in how many strokes
 * one lingered rather than how long once. The null hypothesis keeps each stroke's residual but turns it
 * around the thigh by a random amount (circular shift), 999 times; the last 25 mm at both ends stay where they are, since there one turns
 * rather than pauses, and pauses spread thinner than they are would make chance look rare. A spot's p is the part of these in which the
 * highest place anywhere is at least as high as the spot: (1 + number) / 1000, so it is corrected for having looked everywhere.
 * Seeded by a constant: the same session gives the same p.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "strokes.h"
#include "turnarounds.h"

#include <stdbool.h>
#include <stddef.h>

#define EVIDENCE_STROKES_LEAST 12

struct evidence_input {
    size_t count;
    const double *position_mm;   /* [n] */
    const double *time_s;        /* [n] */
    const unsigned char *loaded; /* [n] */
    const struct strokes *strokes;
    const struct turnarounds *turnarounds;
};

struct evidence {
    bool told;        /* false with fewer than EVIDENCE_STROKES_LEAST strokes; then the rest is empty */
    double low_mm;    /* where bin 0 begins */
    size_t bins;
    double *sum_s;    /* [bins] residual over all strokes, not cut */
    double *smooth_s; /* [bins] the same, cut and summed over 25 mm (of 2000 strokes at most) */
    double *null_s;   /* [999] the highest smooth_s of each shift, rising */
};

/* False when memory is short. Free with evidence_free. */
bool evidence_weigh(struct evidence *evidence, const struct evidence_input *input);

/* Seconds that even rolling does not explain between two places; NAN when not told. */
double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm);

/* p of the spot at `center_mm`; NAN when not told. */
double evidence_p(const struct evidence *evidence, double center_mm);

void evidence_free(struct evidence *evidence);

#endif
