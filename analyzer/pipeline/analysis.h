/* SPDX-License-Identifier: MIT */
/* Internals of the pipeline: the outputs of its steps, and the functions that fill in a result from them. */
#pragma once

#include "dwell/evidence.h"
#include "dwell/spots.h"
#include "dwell/visits.h"
#include "force/force_series.h"
#include "pipeline/radius_belief.h"
#include "position/lifts.h"
#include "position/offsets.h"
#include "position/position.h"
#include "position/reversals.h"
#include "position/strokes.h"
#include "result/position_sources.h"
#include "result/result.h"
#include "rotation/imu_check.h"
#include "rotation/rotation.h"
#include "session/notes.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

/* Outputs in the order of the steps; a step reads only the outputs of earlier steps. Owned by pipeline_run. */
struct analysis {
    struct session_table session;
    struct notes notes;
    struct imu_check imu;
    struct force_series series;
    struct rotation rotation;
    struct lifts lifts;
    struct position position;
    struct position_sources sources; /* moved into the result */
    struct trajectory rows; /* the times in `session` and the positions in `position`; corrected_mm instead of these
                               once it is known */
    struct strokes strokes;
    struct offsets offsets;
    double *corrected_mm; /* [session.count] position without the offsets; NULL without any */
    struct reversals reversals;
    struct visit *visit; /* [visit_count] without rests */
    size_t visit_count;
    double rest_s;     /* duration of the rests before the first stroke and after the last */
    struct spot *spot; /* [spot_count] sorted by position */
    size_t spot_count;
    size_t *spot_of_visit; /* [visit_count] index of the visit's spot */
    struct evidence evidence;
};

/* Return what the session shows of the header's rolling radius, if that was measured. */
struct radius_belief analysis_radius_belief(const struct analysis *analysis);

/* Fill in all of the result except its rows. Warnings are added to `notes`; then all notes are moved into the result.
 * False when out of memory. */
bool result_fill(struct result *result, const struct analysis *analysis, struct notes *notes, const char *path);

/* Compute the arrays of result->trace that no step of the analysis makes (speed, stroke, spot). Also compute
 * result->details.visit if the loads of the strips were kept. The other arrays must have been filled in. False when out
 * of memory. */
bool trace_fill(struct result *result, const struct analysis *analysis);

/* Add a warning to `notes` for everything that makes the result less certain. Call it last: all other fields of
 * `result` must be filled in. */
void warnings_add(struct notes *notes, const struct result *result, const struct analysis *analysis);

/* The part of warnings_add that is about the motion sensor and how it agrees with the strips. */
void sensor_warnings_add(struct notes *notes, const struct result *result, const struct analysis *analysis);

/* The part of warnings_add that is about `zero` events, slip and lifts: where the positions are moved. */
void offset_warnings_add(struct notes *notes, const struct analysis *analysis, enum units units);
