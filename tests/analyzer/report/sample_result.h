/* SPDX-License-Identifier: MIT */
/* A made-up result, as the analysis might give it, so that outputs are tested without it. */
#ifndef SAMPLE_RESULT_H
#define SAMPLE_RESULT_H

#include "result/result.h"

#define SAMPLE_SPOTS 3
#define SAMPLE_THIGH_MM 350.0

/*
 * Two minutes at 100 Hz on a thigh of 350 mm: even rolling at 150 mm/s with stays at 120 mm (twice), 236 mm
 * and 60 mm, a gap of 2 s, a break with the roller unloaded, two button marks. The caller gives it back with
 * result_free.
 */
void sample_result_make(struct result *result);

/* A session in which the roller was never loaded, of ten rows. */
void sample_result_make_empty(struct result *result);

#endif
