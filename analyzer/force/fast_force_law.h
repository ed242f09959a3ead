/* SPDX-License-Identifier: MIT */
/* The force law of physics.h for all rows of a session, by short series instead of pow(). */
#ifndef FAST_FORCE_LAW_H
#define FAST_FORCE_LAW_H

#include "shared/session_format.h"

#include <stddef.h>

#define FAST_FORCE_LAW_MAX_N 1e6f /* keeps a steep law at full scale finite */

/* load_n[rows * strip_count] from counts: physics_strip_force_n without the bias resistor, to some millionths
 * (ten at the steepest law, and of what the bias resistor takes off). */
void fast_force_law_loads(float *load_n, const float *count, size_t rows,
                          const struct session_header *header);

#endif
