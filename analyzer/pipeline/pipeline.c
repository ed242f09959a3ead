/* SPDX-License-Identifier: MIT */
#include "pipeline/pipeline.h"

#include "dwell/evidence.h"
#include "dwell/rests.h"
#include "dwell/spots.h"
#include "pipeline/analysis.h"
#include "session/session_reader.h"

#include <stdlib.h>

/* Read the session. The user's values replace those in its header. False with `failure` filled in. */
static bool read_session(const char *path, const struct analysis_options *options, struct session_table *session,
                         struct notes *notes, struct failure *failure)
{
    if (!session_reader_read(path, session, notes, failure))
        return false;
    struct session_header *header = &session->header;
    if (options->thigh_length_mm > 0)
        header->thigh_length_mm = options->thigh_length_mm;
    if (options->rolling_radius_mm > 0) {
        header->rolling_radius_mm = options->rolling_radius_mm;
        session->has_radius = true;
    }
    if (options->roll_direction != 0)
        header->roll_direction = options->roll_direction;
    if (options->start != SESSION_START_UNKNOWN)
        header->start = options->start;
    return true;
}

/* Find the strokes, fit the reversals and find the visits (docs/ANALYSIS.md, "Strokes and reversals" and "Window to
 * visit"). False when out of memory, as in all steps below. */
static bool find_visits(struct analysis *analysis, const struct analysis_options *options)
{
    const struct visits_input input = {.rows = &analysis->rows,
                                       .strokes = &analysis->strokes,
                                       .reversals = &analysis->reversals,
                                       .width_mm = options->spot_width_mm,
                                       .dwell_s = options->spot_dwell_s};
    return strokes_find(&analysis->strokes, &analysis->rows) &&
           reversals_fit(&analysis->reversals, &analysis->strokes, &analysis->rows) &&
           visits_find(&input, &analysis->visit, &analysis->visit_count);
}

/* Correct the positions by the offsets that the strokes and the visits show, and find both again (docs/ANALYSIS.md,
 * "Offsets and uncertainty"). */
static bool correct_positions(struct analysis *analysis, const struct analysis_options *options)
{
    struct stops stops = {.stop = calloc(analysis->visit_count + 1, sizeof *stops.stop),
                          .count = analysis->visit_count};
    for (size_t v = 0; stops.stop != NULL && v < analysis->visit_count; v++) {
        const struct visit *visit = &analysis->visit[v];
        stops.stop[v] = (struct stop){visit->first + (visit->last - visit->first) / 2, visit->center_mm};
    }
    bool ok =
        stops.stop != NULL && offsets_estimate(&analysis->offsets, &analysis->position, analysis->session.time_s,
                                               &analysis->strokes, &stops, analysis->session.header.thigh_length_mm);
    free(stops.stop);
    if (!ok || !analysis->offsets.corrected)
        return ok;
    analysis->rows.position_mm = analysis->corrected_mm = offsets_correct(&analysis->offsets, &analysis->position);
    strokes_free(&analysis->strokes);
    free(analysis->visit);
    analysis->visit = NULL;
    return analysis->corrected_mm != NULL && find_visits(analysis, options);
}

/* Merge the visits into spots (docs/ANALYSIS.md, "Spots"). */
static bool find_spots(struct analysis *analysis, const struct analysis_options *options)
{
    analysis->rest_s =
        rests_remove(analysis->visit, &analysis->visit_count, &analysis->strokes, &analysis->rows, &analysis->session);
    analysis->spot_of_visit = calloc(analysis->visit_count + 1, sizeof *analysis->spot_of_visit);
    return analysis->spot_of_visit != NULL &&
           spots_merge(analysis->visit, analysis->visit_count, options->spot_merge_mm, &analysis->spot,
                       &analysis->spot_count, analysis->spot_of_visit);
}

/* If there are spots, test whether the user returned to them more often than by chance (docs/ANALYSIS.md, "Excess dwell
 * and evidence"). */
static bool assess_evidence(struct analysis *analysis)
{
    return analysis->spot_count == 0 ||
           evidence_assess(&analysis->evidence, &analysis->rows, &analysis->strokes, &analysis->reversals);
}

/* Run all the steps, and release arrays after the last step that reads them. */
static bool run_steps(struct analysis *analysis, const struct analysis_options *options)
{
    imu_check(&analysis->session, &analysis->imu);
    if (!force_series_make(&analysis->series, &analysis->session))
        return false;
    if (!options->keep_details) { /* saves a third of the memory */
        force_series_release_loads(&analysis->series);
        session_table_release_strips(&analysis->session);
    }
    if (!rotation_estimate(&analysis->rotation, &analysis->session, &analysis->series, options->keep_details))
        return false;
    if (!lifts_find(&analysis->lifts, &analysis->session, &analysis->series, &analysis->rotation))
        return false;
    force_series_release_ring(&analysis->series);
    session_table_release_imu(&analysis->session);
    if (!position_estimate(&analysis->position, &analysis->session, &analysis->series, &analysis->rotation,
                           &analysis->lifts))
        return false;
    if (!position_sources_find(&analysis->sources, analysis->rotation.source, analysis->series.contact,
                               analysis->session.time_s, analysis->session.count))
        return false;
    rotation_release_rows(&analysis->rotation);
    analysis->rows = (struct trajectory){.count = analysis->session.count,
                                         .time_s = analysis->session.time_s,
                                         .position_mm = analysis->position.mm,
                                         .contact = analysis->position.contact};
    return !analysis->position.known || (find_visits(analysis, options) && correct_positions(analysis, options) &&
                                         find_spots(analysis, options) && assess_evidence(analysis));
}

/* Move the arrays that have a value for each row from the analysis to the result, which then owns them. */
static void move_rows(struct result *result, struct analysis *analysis)
{
    struct session_table *session = &analysis->session;
    struct force_series *series = &analysis->series;
    struct rotation *rotation = &analysis->rotation;
    struct position *position = &analysis->position;
    double **position_mm = analysis->corrected_mm ? &analysis->corrected_mm : &position->mm;
    result->trace = (struct result_trace){.count = session->count,
                                          .time_s = session->time_s,
                                          .position_mm = *position_mm,
                                          .contact = position->contact,
                                          .force_n = series->force_n};
    result->details = (struct result_details){.rotation_rad = rotation->used_rad,
                                              .imu_rad = rotation->imu_rad,
                                              .ring_rad = rotation->ring_rad,
                                              .strip_load_n = series->load_n};
    session->time_s = *position_mm = series->force_n = NULL;
    position->contact = NULL;
    rotation->used_rad = rotation->imu_rad = rotation->ring_rad = series->load_n = NULL;
}

/* Fill in the result from the outputs of the steps. False when out of memory. */
static bool fill_result(struct result *result, struct analysis *analysis, const struct analysis_options *options,
                        const char *path)
{
    result->options = *options;
    if (!result_fill(result, analysis, &analysis->notes, path))
        return false;
    result->sources = analysis->sources;
    analysis->sources = (struct position_sources){0};
    if (options->skip_trace)
        return true;
    move_rows(result, analysis);
    return trace_fill(result, analysis);
}

static void free_analysis(struct analysis *analysis)
{
    session_table_free(&analysis->session);
    notes_free(&analysis->notes);
    force_series_free(&analysis->series);
    rotation_free(&analysis->rotation);
    lifts_free(&analysis->lifts);
    position_free(&analysis->position);
    free(analysis->sources.source);
    strokes_free(&analysis->strokes);
    offsets_free(&analysis->offsets);
    free(analysis->corrected_mm);
    free(analysis->visit);
    free(analysis->spot);
    free(analysis->spot_of_visit);
    evidence_free(&analysis->evidence);
}

bool pipeline_run(const char *path, const struct analysis_options *options, struct result *result,
                  struct failure *failure)
{
    struct analysis_options complete_options = *options;
    struct analysis analysis = {0};
    *result = (struct result){0};
    analysis_options_fill_defaults(&complete_options);
    if (!read_session(path, &complete_options, &analysis.session, &analysis.notes, failure)) {
        notes_free(&analysis.notes);
        return false;
    }
    bool ok = run_steps(&analysis, &complete_options) && fill_result(result, &analysis, &complete_options, path);
    if (!ok) {
        size_t row_count = analysis.session.count;
        failure_set_unreadable(
            failure, EXIT_STATUS_INPUT,
            "%s: not enough memory for its %zu rows, which need up to %zu MB; close other programs or split the file.",
            path, row_count, row_count * SESSION_TABLE_BYTES_PER_ROW / 1000000 + 1);
    }
    free_analysis(&analysis);
    if (!ok)
        result_free(result);
    return ok;
}
