/* SPDX-License-Identifier: MIT */
/* Matching of spot positions between two sessions, one to one and in order (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SPOT_MATCH_NONE ((size_t)-1)

/* Positions to match, in ascending order. */
struct spot_match_list {
    const double *position;
    const double *uncertainty; /* half of the 95 % interval of each position; NULL = all are exact */
    size_t count;
};

/* Match two lists. Fills in `old_of_new`[new->count] with the index of the old position that matches each new position,
 * or SPOT_MATCH_NONE. Matched positions are at most `tolerance` apart or, where their joint 95 % interval is wider, at
 * most that far, but never more than twice the tolerance. The matching minimises the sum of distances, each relative to
 * the distance that is allowed, where an unmatched position costs half of it, so a spot that reappears keeps its match,
 * and an extra spot does not change the matches of its neighbours. Takes time in proportion to old->count * new->count.
 * False when out of memory. */
bool spot_match(const struct spot_match_list *old, const struct spot_match_list *new, double tolerance,
                size_t *old_of_new);
