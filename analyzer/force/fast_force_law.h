/* SPDX-License-Identifier: MIT */
/* The force law of physics.h for all rows of a session, with short series instead of pow(): 7 ms for an hour of eight
 * strips; powf() takes 12 ms, pow() 23 ms (docs/BENCHMARKS.md). */
#ifndef FAST_FORCE_LAW_H
#define FAST_FORCE_LAW_H

#include "shared/session_format.h"

#include <stddef.h>

#define FAST_FORCE_LAW_MAX_N 1e6f /* largest load; without this limit a steep law would overflow near full scale */

/* Compute load_n[rows * strip_count] from count[rows * strip_count], like physics_remove_bias and
 * physics_strip_force_n. The relative error is a few millionths, up to ten with the steepest law, and more where most
 * of the reading comes from the bias resistor. O(rows). */
void fast_force_law_loads(float *load_n, const float *count, size_t rows, const struct session_header *header);

#endif
