/* SPDX-License-Identifier: MIT */
/* Spots: visits of the same position, joined (docs/ANALYSIS.md, section 12). */
#ifndef SPOTS_H
#define SPOTS_H

#include "dwell/visits.h"

#include <stdbool.h>
#include <stddef.h>

struct spot {
    double center_mm; /* dwell-weighted */
    double dwell_s;
    size_t visits;
};

/*
 * Group `count` visits whose centres lie within `merge_mm`. The caller frees (*spot)[*spot_count], by
 * position; spot_of_visit[i] is the spot of visit i. O(count * count). False when out of memory.
 */
bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot,
                 size_t *spot_count, size_t *spot_of_visit);

#endif
