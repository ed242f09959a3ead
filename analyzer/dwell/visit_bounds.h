/* SPDX-License-Identifier: MIT */
/* The bounds of one visit: its band, first and last row, and centre (docs/ANALYSIS.md, section 11). */
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
    double middle_mm, half_mm; /* centre and half width */
    bool oscillating;          /* else static */
};

/* Return the band around the middle 80 % of the positions in `range`, widened for full swings and noise. */
struct visit_band visit_bounds_find_band(const struct visit_samples *samples, struct row_range range);

/* Return `range` extended on both sides, within `limits`, as long as the roller stays in the band; excursions
 * of up to 0.15 s are ignored. */
struct row_range visit_bounds_grow(const struct visit_samples *samples, const struct visit_band *band,
                                   struct row_range range, struct row_range limits);

/*
 * Whether `range` is two visits around the reversal in row `reversal`, at the high end (`sense` 1) or the low
 * end (-1): both last at least `dwell_s`, and neither reaches as far out as the reversal. If so, *detour is
 * set to the rows between them: to the end and back.
 */
bool visit_bounds_split(const struct visit_samples *samples, struct row_range range, size_t reversal, double sense,
                        double dwell_s, struct row_range *detour);

/*
 * Find the row where the visit begins (`step` 1: search forwards from the first row of `range`) or ends (-1:
 * backwards from the last): where the roller first reaches the middle of the band or comes to rest. `run` is
 * the loaded rows around `range`: a static visit at its start or end has no approach to trim. `pace_s_mm` is
 * the stroke's pace; NAN = unknown.
 */
size_t visit_bounds_find_settled_row(const struct visit_samples *samples, struct row_range range,
                                     const struct visit_band *band, int step, struct row_range run, double pace_s_mm);

/* Return the median position or, if oscillating, the mean over complete swings. */
double visit_bounds_find_center(const struct visit_samples *samples, struct row_range range,
                                const struct visit_band *band);

#endif
