/* SPDX-License-Identifier: MIT */
/*
 * Visits: episodes of dwell, static or oscillating, within `width_mm` for `dwell_s` or more. From the longest
 * window within the width to the visit inside it: docs/ANALYSIS.md, section 11.
 */
#ifndef VISITS_H
#define VISITS_H

#include "position/reversals.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

struct visits_input {
    const struct trajectory *rows;
    const struct strokes *strokes;
    const struct reversals *reversals;
    double width_mm;
    double dwell_s;
};

struct visit {
    size_t first, last;    /* rows, both included */
    double start_s, end_s; /* end_s - start_s is the dwell */
    double center_mm;
    double low_mm, high_mm; /* of its band */
    bool oscillating;       /* else static */
};

/* Visits by time, without overlap, in *visit[*count], which the caller frees. False when out of memory. O(n).
 */
bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count);

#endif
