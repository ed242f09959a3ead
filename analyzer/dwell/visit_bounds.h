/* SPDX-License-Identifier: MIT */
/* The bounds of one visit: the band it keeps to, its first and last row, its centre (docs/ANALYSIS.md,
 * section 11). */
#ifndef VISIT_BOUNDS_H
#define VISIT_BOUNDS_H

#include "dwell/window.h"
#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

#define VISIT_BOUNDS_MARGIN_MM 3.0 /* on each side of a band, for noise of the position */

struct visit_samples {
    const struct trajectory *rows;
    double *scratch; /* [rows->count] */
};

struct visit_band {
    double middle_mm, half_mm;
    bool oscillating; /* else static */
};

/* The band around the middle 80 % of the positions in `range`, widened to hold a whole swing and noise. */
struct visit_band visit_bounds_band(const struct visit_samples *samples, struct row_range range);

/* `range` extended to both sides, within `limits`, while the roller keeps to the band; 0.15 s outside is
 * ignored. */
struct row_range visit_bounds_grow(const struct visit_samples *samples, const struct visit_band *band,
                                   struct row_range range, struct row_range limits);

/*
 * Whether `range` is two visits around the reversal in row `reversal`, at the high end (`sense` 1) or the low
 * one (-1): both last `dwell_s` or more, and neither reaches as far out as the reversal. Then *way = the rows
 * to the end and back.
 */
bool visit_bounds_split(const struct visit_samples *samples, struct row_range range, size_t reversal,
                        double sense, double dwell_s, struct row_range *way);

/*
 * The row where the visit begins (`step` 1, searched from the first row of `range` on) or ends (-1, from its
 * last row back): where the roller first reaches the band's middle or comes to rest. `run` = the loaded rows
 * around `range`, for a static visit has no way in or out where the run begins or ends. `pace_s_mm` of the
 * stroke; NAN = unknown.
 */
size_t visit_bounds_settled_row(const struct visit_samples *samples, struct row_range range,
                                const struct visit_band *band, int step, struct row_range run,
                                double pace_s_mm);

/* The median position; when oscillating, the mean over whole swings. */
double visit_bounds_center(const struct visit_samples *samples, struct row_range range,
                           const struct visit_band *band);

#endif
