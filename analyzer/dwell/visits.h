/* SPDX-License-Identifier: MIT */
/* Visits: episodes of dwell, static or oscillating, within `width_mm` for at least `dwell_s`. Each is found inside the
 * longest window that spans at most `width_mm` (docs/ANALYSIS.md, "Window to visit"). */
#pragma once

#include "position/reversals.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

struct visits_input {
    const struct trajectory *rows;
    const struct strokes *strokes;
    const struct reversals *reversals;
    double width_mm; /* largest span of a visit's positions */
    double dwell_s;  /* duration of the shortest visit */
};

struct visit {
    size_t first, last;    /* rows, both included */
    double start_s, end_s; /* end_s - start_s is the dwell */
    double center_mm;
    double low_mm, high_mm; /* limits of the visit's band, without the margin */
    bool oscillating;       /* else static */
    double rock_width_mm;   /* width of a rock that is too wide for the window (rocks.h); else 0 */
};

/* Find the visits: *visit receives *count visits sorted by time, without overlap; the caller frees it. False
 * when out of memory. O(rows). */
bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count);
