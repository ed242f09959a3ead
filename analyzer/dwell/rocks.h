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

/* The roller on its way from one turn to the next, outside of all rocks. */
struct rocks_motion {
    double low_mm, high_mm;
};

struct rocks {
    struct rock *rock; /* [count] sorted by time, without overlap */
    size_t count, capacity;
    struct rocks_motion *motion; /* [motion_count] */
    size_t motion_count, motion_capacity;
};

/* The limits of a wide rock; the same as those of a visit. */
struct rock_limits {
    double width_mm; /* largest span of a visit */
    double dwell_s;  /* duration of the shortest visit */
    double range_mm; /* range of the strokes; a rock spans at most half of it */
};

/* Add the wide rocks in the loaded rows of `run`, and the motions outside of them. O(rows). False when out of memory;
 * free with rocks_free in any case. */
bool rocks_find(struct rocks *rocks, const struct trajectory *rows, struct row_range run,
                const struct rock_limits *limits);

/* Once all runs are searched, drop the rocks that are rather short sections of the thigh, which the person rolls one
 * after the other: other motions hardly pass over them. */
void rocks_drop_sections(struct rocks *rocks);

void rocks_free(struct rocks *rocks);
