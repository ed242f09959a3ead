/* SPDX-License-Identifier: MIT */
/* From the steps of the analysis to the result that outputs read. */
#ifndef RESULT_FILL_H
#define RESULT_FILL_H

#include "result/result.h"
#include "result/analysis.h"

#include <stdbool.h>

/*
 * Fill in the whole result but for what is of single rows (trace_fill.h); the sentences move into it.
 *
 * score = dwell_s + 5 s for each press of the button inside: a press says as much as the shortest visit.
 * Spots are ranked by it, the highest first, by position where it is the same.
 *
 * False when memory is short; the result is then to be freed.
 */
bool result_fill(struct result *result, struct steps *steps, const char *path, double bin_mm);

#endif
