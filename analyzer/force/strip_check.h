/* SPDX-License-Identifier: MIT */
/*
 * Strips whose readings do not fit what the others say, told by the ring's own model (ring_model.h,
 * strip_gain.h).
 *
 *   swapped  two strips whose readings follow H at each other's place better than at their own, both together
 * by a factor of two in squares: their wires are swapped, and they are taken where they are; changed  the
 * ratio of what a strip reads to what it should, over pieces of rolling that should load it alike, splits
 *            into two regimes by more than a factor of 1.8 (the split of least squares in logarithms, which
 * must explain most of the spread): it died or went wrong, and the regime farther from the others is left
 * out; wrong    its gain over the whole session is at the end of what can be told, or it reads next to
 * nothing where it should carry load: it is left out; loose    in at least one of thirty rows in which it
 * should carry load it has no contact; left out in these only.
 */
#ifndef STRIP_CHECK_H
#define STRIP_CHECK_H

#include "force/strip_gain.h"

#include <stdbool.h>

/* Look for a pair that is swapped, before a fit: H of usual width tells it. True when one was found: look
 * again. */
bool strip_check_swap(struct ring_model *ring, struct strip_faults *states,
                      const struct strip_sample *sample);

/* Judge the strips after a fit; the session has `rows`. True when what was found is worth another fit.
 * O(sample). */
bool strip_check(struct ring_model *ring, struct strip_faults *states, const struct strip_sample *sample,
                 size_t rows);

#endif
