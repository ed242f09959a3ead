/* SPDX-License-Identifier: MIT */
#include "report/report_table.h"

#include "report/report_json.h"
#include "report/table_rows.h"
#include "shared/json_line.h"
#include "writing/json_build.h"
#include "writing/markup.h"

#include <stdbool.h>
#include <string.h>

/* Columns are paths in the report. "row" is what a row of the table is about, such as a spot, and is added to the
 * report for each row, as are texts that the report has as lists. */
#define ROW "row"
#define WARNINGS_TEXT "warnings_text"
#define BETWEEN_WARNINGS " | "
#define LINE_END "\r\n"
#define NAME_SIZE 64

/* clang-format off */

static const char *const WHICH_SESSION[] = {
    "session.file", "session.started", "session.subject", "session.leg", "session.condition", "session.study_visit",
    "session.recording_id", NULL};

static const char *const OF_SESSIONS[] = {
    "session.note", "session.pain_before", "session.pain_after", "session.duration_s", "session.rows",
    "session.rate_hz", "session.lost_frames", "session.rejected_rows", "session.closed_cleanly", "session.gaps",
    "motion_sensor.turning_axis", "motion_sensor.upside_down", "motion_sensor.frozen_s", "motion_sensor.zero_s",
    "motion_sensor.clipped_s", "motion_sensor.torn_readings",
    "position.method", "position.min_mm", "position.max_mm", "position.thigh_length_mm", "position.origin",
    "position.origin_uncertainty_mm",
    "position.uncertainty_mm",
    "rolling.strokes", "rolling.distance_mm", "rolling.mean_speed_mm_s", "rolling.loaded_s", "rolling.rest_s",
    "rolling.mean_force_n", "rolling.peak_force_n", "rolling.impulse_ns", "rolling.missing_force_percent",
    "rolling.force_beside_percent",
    "tender_spots", "warnings", WARNINGS_TEXT, NULL};

static const char *const OF_SPOTS[] = {
    "row.rank", "row.center_mm", "row.center_uncertainty_mm", "row.start_mm", "row.end_mm", "row.thigh_percent",
    "row.dwell_s", "row.rock_width_mm", "row.visits", "row.mean_force_n", "row.peak_force_n", "row.impulse_ns",
    "row.marks", "row.excess_s", "row.p_value", "row.score", NULL};

static const char *const OF_VISITS[] = {
    "row.visit", "row.rank", "row.start_s", "row.end_s", "row.dwell_s", "row.center_mm", "row.mean_force_n",
    "row.peak_force_n", NULL};

static const char *const OF_STROKES[] = {
    "row.stroke", "row.start_s", "row.end_s", "row.start_mm", "row.end_mm", "row.mean_speed_mm_s", "row.mean_force_n",
    "row.peak_force_n", "row.impulse_ns", NULL};

static const char *const OF_PROFILE[] = {
    "row.bin_mm", "row.x_mm", "row.dwell_s", "row.mean_force_n", "row.peak_force_n", NULL};

static const char *const MADE_BY[] = {
    "session.device", "session.firmware", "session.board", "session.calibration", "made_by.program", "made_by.version",
    "made_by.options.spot_width_mm", "made_by.options.spot_dwell_s", "made_by.options.spot_merge_mm",
    "made_by.options.thigh_length_mm", "made_by.options.rolling_radius_mm", "made_by.options.roll_direction",
    "made_by.options.start", NULL};

/* clang-format on */

static const struct {
    const char *name;
    const char *const *columns; /* beside those of all tables; NULL ends them */
    table_rows_function *list_rows;
} TABLES[] = {
    [REPORT_TABLE_SESSIONS] = {"sessions", OF_SESSIONS, table_rows_session},
    [REPORT_TABLE_SPOTS] = {"spots", OF_SPOTS, table_rows_spots},
    [REPORT_TABLE_VISITS] = {"visits", OF_VISITS, table_rows_visits},
    [REPORT_TABLE_STROKES] = {"strokes", OF_STROKES, table_rows_strokes},
    [REPORT_TABLE_PROFILE] = {"profile", OF_PROFILE, table_rows_profile},
};

bool report_table_from_name(const char *name, enum report_table *table)
{
    for (enum report_table candidate = REPORT_TABLE_SESSIONS; candidate <= REPORT_TABLE_PROFILE; candidate++) {
        if (strcmp(name, TABLES[candidate].name) == 0) {
            *table = candidate;
            return true;
        }
    }
    return false;
}

/* Add the name of a column: its path, joined by underscores, without the parts that most columns share. */
static void add_name(struct text_buffer *out, const char *path)
{
    static const char *const implied[] = {"session.", "rolling.", ROW "."};
    for (size_t i = 0; i < sizeof implied / sizeof implied[0]; i++)
        if (strncmp(path, implied[i], strlen(implied[i])) == 0)
            path += strlen(implied[i]);
    for (; *path; path++)
        text_add_bytes(out, *path == '.' ? "_" : path, 1);
}

/* Return the value at `path`; NULL if it is not there. */
static const json_t *find_value(const json_t *object, const char *path)
{
    while (object && *path) {
        char name[NAME_SIZE] = "";
        size_t length = strcspn(path, ".");
        if (length < sizeof name)
            memcpy(name, path, length);
        object = json_object_get(object, name);
        path += path[length] == '.' ? length + 1 : length;
    }
    return object;
}

/* Add the value as a cell; of a list its length. R knows truth values in capitals only. */
static void add_cell(struct text_buffer *out, const json_t *value)
{
    if (json_is_string(value))
        markup_add_csv(out, json_string_value(value));
    else if (json_is_array(value))
        text_addf(out, "%zu", json_array_size(value));
    else if (json_is_boolean(value))
        text_add(out, json_is_true(value) ? "TRUE" : "FALSE");
    else if (value && !json_is_null(value))
        json_line_add_value(out, value);
}

/* Add a line of the table: the cells of a row or, without a report, the names of the columns. */
static void add_columns(struct text_buffer *out, enum report_table table, const json_t *report)
{
    const char *const *const groups[] = {WHICH_SESSION, TABLES[table].columns, MADE_BY};
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        for (size_t i = 0; groups[g][i]; i++) {
            if (g + i > 0)
                text_add(out, ",");
            if (report)
                add_cell(out, find_value(report, groups[g][i]));
            else
                add_name(out, groups[g][i]);
        }
    text_add(out, LINE_END);
}

void report_table_add_header(struct text_buffer *out, enum report_table table)
{
    add_columns(out, table, NULL);
}

/* Add the warnings to the report as one text. */
static void join_warnings(json_t *report, const struct result *result, bool *ok)
{
    struct text_buffer joined = {0};
    for (size_t i = 0; i < result->warning_count; i++) {
        text_add(&joined, i > 0 ? BETWEEN_WARNINGS : "");
        text_add(&joined, result->warning[i]);
    }
    json_build_set(report, WARNINGS_TEXT, json_build_string(joined.bytes ? joined.bytes : ""), ok);
    *ok = *ok && !joined.failed;
    text_free(&joined);
}

void report_table_add_rows(struct text_buffer *out, enum report_table table, const struct result *result)
{
    bool ok = true;
    json_t *report = report_json_object(result, &ok);
    join_warnings(report, result, &ok);
    json_t *rows = TABLES[table].list_rows(result, report, &ok);
    for (size_t i = 0; ok && i < json_array_size(rows); i++) {
        json_build_set(report, ROW, json_incref(json_array_get(rows, i)), &ok);
        add_columns(out, table, report);
    }
    if (!ok || !rows)
        out->failed = true;
    json_decref(rows);
    json_decref(report);
}
