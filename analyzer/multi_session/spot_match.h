/* SPDX-License-Identifier: MIT */
/* Matching of spot positions between two sessions, one to one and in order (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SPOT_MATCH_NONE ((size_t)-1)

/* Match two ascending lists of positions. Fills in `old_of_new`[new_count] with the index of the old position that
 * matches each new position, or SPOT_MATCH_NONE. Matched positions are at most `tolerance` apart. The matching
 * minimises the sum of distances, where an unmatched position costs tolerance / 2, so a spot that reappears keeps its
 * match, and an extra spot does not change the matches of its neighbours. Takes time in proportion to old_count *
 * new_count. False when out of memory. */
bool spot_match(const double *old_position, size_t old_count, const double *new_position, size_t new_count,
                double tolerance, size_t *old_of_new);
