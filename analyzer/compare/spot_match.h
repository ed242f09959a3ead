/* SPDX-License-Identifier: MIT */
/* Which places of one list are which of another: one to one, in their order along the thigh. */
#ifndef SPOT_MATCH_H
#define SPOT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#define SPOT_MATCH_NONE ((size_t)-1)

/*
 * `old_place` and `new_place` ascend. Fills in for each new place the index of the old one it is, or
 * SPOT_MATCH_NONE. Only places at most `tolerance` apart are the same. Of all ways the one with the least sum
 * of distances, where a place that stays alone counts half the tolerance: so a place that is there again
 * keeps its match, and no chain of places is shifted to make room for one more. O(old x new). False without
 * memory.
 */
bool spot_match(const double *old_place, size_t old_count, const double *new_place, size_t new_count,
                double tolerance, size_t *old_of_new);

#endif
