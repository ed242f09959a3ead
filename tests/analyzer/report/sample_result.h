/* SPDX-License-Identifier: MIT */
/* A synthetic result, for tests of the outputs without the analysis. */
#pragma once

#include "result/result.h"

#define SAMPLE_SPOTS 3
#define SAMPLE_THIGH_MM 350.0

/* Make a result of two minutes at 100 Hz on a thigh of 350 mm: rolling at a steady 150 mm/s with visits at
 * 120 mm (twice), 236 mm and 60 mm, a gap of 2 s, a break with the roller unloaded, and two button marks.
 * Free it with result_free. */
void sample_result_make(struct result *result);

/* Make a result of ten rows in which the roller is never loaded. */
void sample_result_make_empty(struct result *result);
