/* SPDX-License-Identifier: MIT */
/* The bounds of one visit: its band, first and last row, and centre (docs/ANALYSIS.md, "Window to visit"). */
#pragma once

#include "dwell/window.h"
#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

#define VISIT_BOUNDS_MARGIN_MM 3.0 /* added on each side of a band, for noise of the position */

struct visit_samples {
    const struct trajectory *rows;
    double *scratch; /* [rows->count] memory for copies of positions */
};

struct visit_band {
    double middle_mm, half_width_mm;
    bool oscillating; /* else static */
};

/* Return the band around the middle 80 % of the positions in `range`, widened to whole swings and by a margin for
 * noise. */
struct visit_band visit_bounds_find_band(const struct visit_samples *samples, struct row_range range);

/* Return `range` extended on both sides, within `limits`, as long as the roller stays in the band. Excursions of up to
 * 0.15 s are ignored. */
struct row_range visit_bounds_grow(const struct visit_samples *samples, const struct visit_band *band,
                                   struct row_range range, struct row_range limits);

/* Return `range`, a static visit with the band `band`, extended on both sides within `limits`: as long as the roller
 * wanders near the band and returns to it. The band is widened with it. */
struct row_range visit_bounds_grow_hold(const struct visit_samples *samples, struct visit_band *band,
                                        struct row_range range, struct row_range limits);

/* Whether the reversal in row `reversal` separates `range` into two visits. Each visit lasts at least `dwell_s`, and
 * neither reaches as far as the reversal. `sense` is 1 if the reversal is farther along the thigh than the visits, and
 * -1 if it is nearer to the upper thigh. If true, *detour receives the rows between the visits, in which the roller
 * goes to the reversal and returns. */
bool visit_bounds_split(const struct visit_samples *samples, struct row_range range, size_t reversal, double sense,
                        double dwell_s, struct row_range *detour);

/* Find the row where the visit begins (`step` 1) or ends (`step` -1). Search forwards from the first row of `range`, or
 * backwards from its last row, for a row in which the roller has passed the middle of the band or is at rest. `run`
 * contains the loaded rows around `range`: a static visit at the start or end of its run has no approach or departure
 * to trim. `pace_s_mm` is the pace of the stroke around the visit; NAN = unknown. */
size_t visit_bounds_find_settled_row(const struct visit_samples *samples, struct row_range range,
                                     const struct visit_band *band, int step, struct row_range run, double pace_s_mm);

/* Return the centre of the visit in `range`: the median position or, if oscillating, the mean over complete swings. */
double visit_bounds_find_center(const struct visit_samples *samples, struct row_range range,
                                const struct visit_band *band);
