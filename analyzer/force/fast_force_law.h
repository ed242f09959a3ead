/* SPDX-License-Identifier: MIT */
/*
 * What the counts of the strips are in newtons: physics_strip_force_n of what is read without the bias
 * resistor (physics.h), for all of a session. Its power is taken by short series, without a call or a branch,
 * so that a loop takes four readings at a time: pow would be a third of a short session's analysis.
 */
#ifndef FAST_FORCE_LAW_H
#define FAST_FORCE_LAW_H

#include "shared/session_format.h"

#include <stddef.h>

#define FAST_FORCE_LAW_MAX_N                                                                                 \
    1e6f /* beyond any thigh: a steep law at full scale would make infinity of a reading */

/*
 * load_n[rows * strip_count] from as many counts, as exact as numbers of 24 bits make it (some millionths of
 * it, ten at the steepest law, and of what the bias resistor takes off); at most FAST_FORCE_LAW_MAX_N, so
 * finite.
 */
void fast_force_law_loads(float *load_n, const float *count, size_t rows,
                          const struct session_header *header);

#endif
