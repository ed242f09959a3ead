/* SPDX-License-Identifier: MIT */
#include "result/pipeline.h"

#include "dwell/evidence.h"
#include "dwell/spots.h"
#include "result/analysis.h"
#include "session/session_reader.h"

#include <stdlib.h>

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

/* The user's values replace the session's. */
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

/* Run sections 2 to 4 of docs/ANALYSIS.md. False when out of memory, like all the steps. */
static bool find_forces(struct analysis *analysis, bool keep_details)
{
    if (!force_series_make(&analysis->series, &analysis->recording))
        return false;
    if (!keep_details) { /* saves a third of the memory */
        force_series_release_loads(&analysis->series);
        session_rows_release_strips(&analysis->recording);
    }
    return true;
}

/* Run sections 5 to 8. */
static bool find_position(struct analysis *analysis, bool keep_details)
{
    if (!position_estimate(&analysis->position, &analysis->recording, &analysis->series, keep_details))
        return false;
    force_series_release_ring(&analysis->series);
    session_rows_release_imu(&analysis->recording);
    analysis->rows = (struct trajectory){.count = analysis->recording.count,
                                         .time_s = analysis->recording.time_s,
                                         .position_mm = analysis->position.mm,
                                         .contact = analysis->position.contact};
    return true;
}

/* Run sections 9 and 10. The slip is estimated from the strokes; if it is removed, find them again. */
static bool find_strokes(struct analysis *analysis)
{
    if (!strokes_find(&analysis->strokes, &analysis->rows) ||
        !position_correct_slip(&analysis->position, &analysis->strokes))
        return false;
    if (analysis->position.slip_mm != 0) {
        strokes_free(&analysis->strokes);
        if (!strokes_find(&analysis->strokes, &analysis->rows))
            return false;
    }
    return reversals_fit(&analysis->reversals, &analysis->strokes, &analysis->rows);
}

/* Run sections 11 and 12. */
static bool find_spots(struct analysis *analysis, const struct pipeline_options *options)
{
    const struct visits_input input = {.rows = &analysis->rows,
                                       .strokes = &analysis->strokes,
                                       .reversals = &analysis->reversals,
                                       .width_mm = options->spot_width_mm,
                                       .dwell_s = options->spot_dwell_s};
    if (!visits_find(&input, &analysis->visit, &analysis->visit_count))
        return false;
    analysis->spot_of_visit = calloc(analysis->visit_count + 1, sizeof *analysis->spot_of_visit);
    return analysis->spot_of_visit != NULL &&
           spots_merge(analysis->visit, analysis->visit_count, options->spot_merge_mm, &analysis->spot,
                       &analysis->spot_count, analysis->spot_of_visit);
}

/* Run section 13. */
static bool assess_evidence(struct analysis *analysis)
{
    return analysis->spot_count == 0 ||
           evidence_assess(&analysis->evidence, &analysis->rows, &analysis->strokes, &analysis->reversals);
}

static bool run_steps(struct analysis *analysis, const struct pipeline_options *options)
{
    if (!find_forces(analysis, options->keep_details) || !find_position(analysis, options->keep_details))
        return false;
    return !analysis->position.known ||
           (find_strokes(analysis) && find_spots(analysis, options) && assess_evidence(analysis));
}

static void free_analysis(struct analysis *analysis)
{
    session_rows_free(&analysis->recording);
    notes_free(&analysis->notes);
    force_series_free(&analysis->series);
    position_free(&analysis->position);
    strokes_free(&analysis->strokes);
    free(analysis->visit);
    free(analysis->spot);
    free(analysis->spot_of_visit);
    evidence_free(&analysis->evidence);
}

bool pipeline_run(const char *path, const struct pipeline_options *options, struct result *result,
                  struct failure *failure)
{
    struct pipeline_options chosen = *options;
    struct analysis analysis = {0};
    *result = (struct result){0};
    pipeline_options_default(&chosen);
    if (!session_reader_read(path, &analysis.recording, &analysis.notes, failure)) {
        notes_free(&analysis.notes);
        return false;
    }
    override_header(&analysis.recording, &chosen);
    bool ok = run_steps(&analysis, &chosen) && result_fill(result, &analysis, path) &&
              (chosen.skip_trace || trace_fill(result, &analysis));
    if (!ok) {
        size_t rows = analysis.recording.count;
        failure_set_unreadable(
            failure, EXIT_STATUS_INPUT,
            "%s: not enough memory for its %zu rows, which need up to %zu MB; close other programs or split "
            "the file.",
            path, rows, rows * SESSION_ROWS_BYTES_PER_ROW / 1000000 + 1);
    }
    free_analysis(&analysis);
    if (!ok)
        result_free(result);
    return ok;
}
