/* SPDX-License-Identifier: MIT */
/* Inside the pipeline: what each step made, and how a result is filled from it. */
#ifndef ANALYSIS_H
#define ANALYSIS_H

#include "dwell/evidence.h"
#include "dwell/spots.h"
#include "dwell/visits.h"
#include "force/force_series.h"
#include "position/position.h"
#include "position/reversals.h"
#include "position/strokes.h"
#include "result/result.h"
#include "session/notes.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order of the steps; each reads those above it. Owned by pipeline_run. */
struct analysis {
    struct session_rows recording;
    struct notes notes;
    struct force_series series;
    struct position position;
    struct trajectory rows; /* a view of recording and position */
    struct strokes strokes;
    struct reversals reversals;
    struct visit *visit; /* [visit_count] */
    size_t visit_count;
    struct spot *spot; /* [spot_count] by position */
    size_t spot_count;
    size_t *spot_of_visit; /* [visit_count] */
    struct evidence evidence;
};

/* result_fill.c: all of the result but its rows. The notes become its warnings. False when out of memory. */
bool result_fill(struct result *result, struct analysis *analysis, const char *path);

/* trace_fill.c: result->trace, and result->details if the analysis kept them. Call it last: the arrays of
 * rows move into the result. False when out of memory. */
bool trace_fill(struct result *result, struct analysis *analysis);

/* warnings.c: add to `notes` what a reader of the filled-in result must know about its limits. */
void warnings_add(struct notes *notes, const struct result *result, const struct analysis *analysis);

#endif
