/* SPDX-License-Identifier: MIT */
/* Strips that disagree with the others by the ring model (docs/ANALYSIS.md, "Strip faults and gains"). */
#ifndef STRIP_CHECK_H
#define STRIP_CHECK_H

#include "force/strip_sample.h"

#include <stdbool.h>

/* Before a fit of H: exchange the angles of the most clearly swapped pair. True when there was one: sample
 * again and repeat. */
bool strip_check_swap(struct ring_model *ring, struct strip_faults *faults,
                      const struct strip_sample *sample);

/* After a fit: find wrong, changed and loose strips in a session of `rows`. True when there was one: fit
 * again. O(sample). */
bool strip_check_faults(const struct ring_model *ring, struct strip_faults *faults,
                        const struct strip_sample *sample, size_t rows);

#endif
