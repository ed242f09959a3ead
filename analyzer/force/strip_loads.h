/* SPDX-License-Identifier: MIT */
/* The force law of physics.h in single precision, for all rows of a session. */
#pragma once

#include "shared/session_format.h"

#include <stddef.h>

#define STRIP_LOAD_MAX_N 1e6f /* without this limit a steep law would overflow near full scale */

/* Compute load_n[rows * strip_count] from reading[rows * strip_count], like physics_remove_bias and
 * physics_strip_load_n, but at most STRIP_LOAD_MAX_N. The relative error is a few millionths; it is larger where most
 * of the reading comes from the bias resistor. O(rows). */
void strip_loads_compute(float *load_n, const float *reading, size_t rows, const struct session_header *header);
