/* SPDX-License-Identifier: MIT */
/* The strokes around a visit, and the time that their reversals take inside it (docs/ANALYSIS.md, "Window to
 * visit"). */
#pragma once

#include "dwell/visit_bounds.h"
#include "position/reversals.h"
#include "position/strokes.h"

/* The strokes of a session, with a place at which the search for one begins: the last one found. */
struct visit_strokes {
    const struct strokes *strokes;
    const struct reversals *reversals;
    const double *time_s; /* of the rows */
    size_t index;         /* at first 0 */
};

/* Return the index of the first stroke that ends in or after `row`; the number of strokes if there is none. */
size_t visit_strokes_find(struct visit_strokes *visit_strokes, size_t row);

/* Return the pace of the stroke around `row`, or the median pace if no stroke follows. */
double visit_strokes_pace_s_mm(struct visit_strokes *visit_strokes, size_t row);

/* Return the rows of `limits` from the last reversal before `range` to the first reversal after it. */
struct row_range visit_strokes_limit(struct visit_strokes *visit_strokes, struct row_range range,
                                     struct row_range limits);

/* The time expected for the reversals in the first and in the second half of a visit, and the deviation of the sum. */
struct reversal_time {
    double first_half_s, second_half_s, deviation_s;
};

/* Return the time expected for the reversals in `range`, within a visit's band. */
struct reversal_time visit_strokes_reversal_time(struct visit_strokes *visit_strokes, struct row_range range,
                                                 const struct visit_band *band);
