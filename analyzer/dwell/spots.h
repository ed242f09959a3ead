/* SPDX-License-Identifier: MIT */
/*
 * Visits of the same place are one spot: the two groups of visits whose dwell-weighted centres are nearest
 * are joined, again and again, as long as they lie within `merge_mm`.
 */
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
 * Group `count` visits. `*spot` (the caller frees it) is ordered by position, and spot_of_visit[i] is the
 * spot of visit i. O(count log count). False when memory is short.
 */
bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot,
                 size_t *spot_count, size_t *spot_of_visit);

#endif
