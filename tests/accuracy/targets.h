/* SPDX-License-Identifier: MIT */
/* The targets of the analysis, and a table of its scores. */
#pragma once

#include "score.h"

#define TARGETS_KINDS 4 /* nominal and hard sessions, each with IMU, then with the ring only */

/* Print score[TARGETS_KINDS]: each number, its target, and "pass" or "MISS". Returns the number of misses. */
size_t targets_print(struct score *score);
