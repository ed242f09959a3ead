/* SPDX-License-Identifier: MIT */
/* Spots: clusters of visits to the same position (docs/ANALYSIS.md, "Spots"). */
#pragma once

#include "dwell/visits.h"

#include <stdbool.h>
#include <stddef.h>

struct spot {
    double center_mm; /* mean of its visits' centres, weighted by their dwell */
    double dwell_s;   /* sum over its visits */
    size_t visit_count;
};

/* Cluster `count` visits: merge the two closest groups while their centres are at most `merge_mm` apart.
 * *spot receives *spot_count spots sorted by position; the caller frees it. spot_of_visit[i] is the spot of
 * visit i. O(count^2). False when out of memory. */
bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot, size_t *spot_count,
                 size_t *spot_of_visit);
