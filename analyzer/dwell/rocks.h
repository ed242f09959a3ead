/* SPDX-License-Identifier: MIT */
/* Rocks that are too wide for the window: the roller swings to and fro about one position, more widely than a visit may
 * span (docs/ANALYSIS.md, "Window to visit"). */
#pragma once

#include "dwell/window.h"
#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

#define ROCKS_WIDTH_FACTOR 1.5 /* a wide rock spans at most this many times the largest span of a visit */

struct rock {
    size_t first, last; /* rows, both included */
    double center_mm;
    double low_mm, high_mm; /* median positions at which the roller turned back */
};

struct rocks {
    struct rock *rock; /* [count] sorted by time, without overlap */
    size_t count, capacity;
};

/* The limits of a wide rock; the same as those of a visit. */
struct rock_limits {
    double width_mm; /* largest span of a visit */
    double dwell_s;  /* duration of the shortest visit */
    double range_mm; /* range of the strokes; a rock spans at most half of it */
};

/* Add the wide rocks in the loaded rows of `run`. O(rows). False when out of memory; free with rocks_free in any
 * case. */
bool rocks_find(struct rocks *rocks, const struct trajectory *rows, struct row_range run,
                const struct rock_limits *limits);

void rocks_free(struct rocks *rocks);
