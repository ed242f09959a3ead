/* SPDX-License-Identifier: MIT */
/* From the steps of the analysis to the result that outputs read. */
#ifndef RESULT_FILL_H
#define RESULT_FILL_H

#include "dwell.h"
#include "notes.h"
#include "position.h"
#include "recording.h"
#include "result.h"
#include "series.h"
#include "spots.h"
#include "strokes.h"
#include "turnarounds.h"

#include <stdbool.h>
#include <stddef.h>

/* What the steps made, each from those before it. Owned by analyze_session. */
struct analysis {
    struct recording recording;
    struct notes notes;
    struct series series;
    struct position position;
    struct strokes strokes;
    struct turnarounds turnarounds;
    struct visit *visit;
    size_t visit_count;
    struct spot *spot;
    size_t spot_count;
    size_t *spot_of_visit;
};

/*
 * Fill in the whole result; arrays that both need (positions, forces, contact, times, sentences) move into it.
 *
 * score = dwell_s + 5 s for each press of the button inside: a press says as much as the shortest visit. Spots are
 * ranked by it, the highest first, by position where it is the same.
 *
 * False when memory is short; the result is then to be freed.
 */
bool result_fill(struct result *result, struct analysis *analysis, const char *path, double bin_mm);

#endif
