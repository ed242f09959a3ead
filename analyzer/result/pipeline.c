/* SPDX-License-Identifier: MIT */
#include "result/pipeline.h"

#include "dwell/visits.h"
#include "dwell/evidence.h"
#include "session/notes.h"
#include "shared/sanitized_text.h"
#include "position/position.h"
#include "dwell/profile.h"
#include "session/session_rows.h"
#include "result/result_fill.h"
#include "force/force_series.h"
#include "session/session_reader.h"
#include "position/slip.h"
#include "dwell/spots.h"
#include "position/strokes.h"
#include "result/trace_fill.h"
#include "position/reversals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BIN_MM 5.0
#define SPOT_WIDTH_MM 50.0
#define SPOT_DWELL_S 5.0
#define SPOT_MERGE_MM 30.0

void pipeline_options_default(struct pipeline_options *options)
{
    if (options->spot_width_mm <= 0)
        options->spot_width_mm = SPOT_WIDTH_MM;
    if (options->spot_dwell_s <= 0)
        options->spot_dwell_s = SPOT_DWELL_S;
    if (options->spot_merge_mm <= 0)
        options->spot_merge_mm = SPOT_MERGE_MM;
}

/* What the user says overrides what the session says. */
static void override_header(struct session_rows *recording, const struct pipeline_options *options)
{
    struct session_header *header = &recording->header;
    if (options->thigh_length_mm > 0)
        header->thigh_length_mm = options->thigh_length_mm;
    if (options->rolling_radius_mm > 0) {
        header->rolling_radius_mm = options->rolling_radius_mm;
        recording->has_radius = true;
    }
    if (options->roll_direction != 0)
        header->roll_direction = options->roll_direction;
}

static bool find_visits(struct steps *steps, const struct pipeline_options *options)
{
    const struct session_rows *recording = &steps->recording;
    const struct visits_input input = {.count = recording->count,
                                       .position_mm = steps->position.mm,
                                       .time_s = recording->time_s,
                                       .loaded = steps->series.loaded,
                                       .strokes = &steps->strokes,
                                       .reversals = &steps->reversals,
                                       .width_mm = options->spot_width_mm,
                                       .dwell_s = options->spot_dwell_s};
    if (!visits_find(&input, &steps->visit, &steps->visit_count))
        return false;
    steps->spot_of_visit = calloc(steps->visit_count + 1, sizeof *steps->spot_of_visit);
    return steps->spot_of_visit != NULL &&
           spots_merge(steps->visit, steps->visit_count, options->spot_merge_mm, &steps->spot,
                       &steps->spot_count, steps->spot_of_visit);
}

static bool weigh_evidence(struct steps *steps)
{
    const struct excess_dwell_input input = {.position_mm = steps->position.mm,
                                             .time_s = steps->recording.time_s,
                                             .loaded = steps->series.loaded,
                                             .strokes = &steps->strokes,
                                             .reversals = &steps->reversals};
    return steps->spot_count == 0 || evidence_assess(&steps->evidence, &input);
}

/* Strokes, and again when slip was taken out of the positions. */
static bool find_strokes(struct steps *steps)
{
    const struct session_rows *rows = &steps->recording;
    double *position_mm = steps->position.mm;
    const unsigned char *loaded = steps->series.loaded;
    if (!strokes_find(&steps->strokes, position_mm, loaded, rows->time_s, rows->count) ||
        !slip_correct(position_mm, loaded, rows->count, &steps->strokes, &steps->slip_mm))
        return false;
    if (steps->slip_mm == 0)
        return true;
    strokes_free(&steps->strokes);
    return strokes_find(&steps->strokes, position_mm, loaded, rows->time_s, rows->count);
}

/* What takes a position to be found. */
static bool find_places(struct steps *steps, const struct pipeline_options *options)
{
    return find_strokes(steps) &&
           reversals_fit(&steps->reversals, &steps->strokes, steps->position.mm, steps->series.loaded,
                         steps->recording.time_s) &&
           find_visits(steps, options) && weigh_evidence(steps);
}

/* The steps of the analysis in their order. False when memory is short. */
static bool run_steps(struct steps *steps, const struct pipeline_options *options)
{
    struct session_rows *recording = &steps->recording;
    const struct session_header *header = &recording->header;
    struct force_series *series = &steps->series;
    struct position *position = &steps->position;
    if (!force_series_make(series, recording))
        return false;
    if (!options->keep_details) { /* they are a third of what a session takes */
        free(series->load);
        free(recording->strip);
        series->load = recording->strip = NULL;
    }
    if (!position_estimate(position, recording, series, header->rolling_radius_mm, header->roll_direction,
                           header->thigh_length_mm, options->keep_details))
        return false;
    free(series->ring);
    free(recording->imu);
    series->ring = recording->imu = NULL;
    return !position->told || find_places(steps, options);
}

static void steps_free(struct steps *steps)
{
    session_rows_free(&steps->recording);
    force_series_free(&steps->series);
    position_free(&steps->position);
    strokes_free(&steps->strokes);
    free(steps->visit);
    free(steps->spot);
    free(steps->spot_of_visit);
    evidence_free(&steps->evidence);
    notes_free(&steps->notes);
}

bool pipeline_run(const char *path, const struct pipeline_options *options, struct result *result,
                  struct failure *failure)
{
    struct pipeline_options chosen = *options;
    struct steps steps = {0};
    *result = (struct result){0};
    pipeline_options_default(&chosen);
    if (!session_reader_read(path, &steps.recording, &steps.notes, failure)) {
        notes_free(&steps.notes);
        return false;
    }
    override_header(&steps.recording, &chosen);
    bool good = run_steps(&steps, &chosen) && result_fill(result, &steps, path, BIN_MM) &&
                (chosen.skip_trace || trace_fill(result, &steps));
    if (!good) {
        failure_set(failure, EXIT_STATUS_INPUT,
                    "%s: not enough memory for its %zu rows, which need up to %zu MB; close other programs "
                    "or split the "
                    "file.",
                    path, steps.recording.count,
                    steps.recording.count * SESSION_ROWS_BYTES_PER_ROW / 1000000 + 1);
        failure_mark_unreadable(failure);
    }
    steps_free(&steps);
    if (!good)
        result_free(result);
    return good;
}
