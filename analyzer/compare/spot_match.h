/* SPDX-License-Identifier: MIT */
/* Which positions of one list are which of another: one to one, in order (docs/ANALYSIS.md, 15). */
#ifndef SPOT_MATCH_H
#define SPOT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#define SPOT_MATCH_NONE ((size_t)-1)

/*
 * `old_position` and `new_position` ascend. Fills in `old_of_new`[new_count]: the index of the old position
 * that each new one is, or SPOT_MATCH_NONE. Matched positions are at most `tolerance` apart. Of all matchings
 * the one with the smallest sum of distances, an unmatched position counting half the tolerance: so a
 * position that is there again keeps its match, and one more position does not shift its neighbours. O(old x
 * new). False when out of memory.
 */
bool spot_match(const double *old_position, size_t old_count, const double *new_position, size_t new_count,
                double tolerance, size_t *old_of_new);

#endif
