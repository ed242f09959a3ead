/* SPDX-License-Identifier: MIT */
/* Which sensor the positions come from, over time. */
#pragma once

#include "rotation/rotation_source.h"

#include <stdbool.h>
#include <stddef.h>

struct position_source {
    double from_s, to_s; /* times of the first and the last loaded row */
    enum rotation_source by;
};

struct position_sources {
    struct position_source *source; /* [count] sorted by time */
    size_t count;
};

/* Summarise the sources of the loaded rows: source[rows] by row, contact[rows] as in enum contact_state. Intervals that
 * are short, and more than 100 of them, are joined with the one before. O(rows). False when out of memory; else free
 * `source`. */
bool position_sources_find(struct position_sources *sources, const unsigned char *source, const unsigned char *contact,
                           const double *time_s, size_t rows);

/* Return "imu", "ring" or "none" (no sensor measured the rotation: that time has no positions). */
const char *position_source_name(enum rotation_source source);
