/* SPDX-License-Identifier: MIT */
/* The force law of physics.h for all rows of a session, with short series instead of pow(). An hour of eight strips
 * takes 7 ms; with powf() it takes 12 ms, with pow() 23 ms (docs/BENCHMARKS.md). */
#pragma once

#include "shared/session_format.h"

#include <stddef.h>

#define FAST_FORCE_LAW_MAX_N 1e6f /* largest load; without this limit a steep law would overflow near full scale */

/* Compute load_n[rows * strip_count] from reading[rows * strip_count], like physics_remove_bias and
 * physics_strip_force_n. The relative error is a few millionths, up to ten millionths with the steepest law; it is
 * larger where most of the reading comes from the bias resistor. O(rows). */
void fast_force_law_loads(float *load_n, const float *reading, size_t rows, const struct session_header *header);
