/* SPDX-License-Identifier: MIT */
#include "table_agreement.h"

#include "csv_table.h"
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANALYZER BUILD_DIR "/roller-analyzer"
#define SIMULATOR BUILD_DIR "/virtual-roller"
#define LIMIT_S 1200
#define NAME_SIZE 200
#define DIGITS 9
#define SIMILAR 1e-6 /* sums of values that were rounded to DIGITS digits */

/* The reports of the sessions, and one table of them with a cursor. */
struct agreement {
    struct temp_dir dir;
    json_t **report; /* [count] */
    unsigned count;
    struct csv_table table;
    size_t row;    /* of the table */
    size_t values; /* compared in this row */
};

/* Write session `i`: every third without a motion sensor, every fifth with poor sensors, some without spots. */
static void simulate(const struct temp_dir *dir, unsigned i)
{
    char path[400], name[40], seed[20], spots[20];
    snprintf(name, sizeof name, "s%u.csv", i);
    snprintf(seed, sizeof seed, "%u", i + 1);
    snprintf(spots, sizeof spots, "%u", i % 4);
    const char *argv[14] = {SIMULATOR,
                            "--session",
                            temp_dir_join(dir, name, path, sizeof path),
                            "--random-spots",
                            spots,
                            "--seed",
                            seed,
                            "--strokes",
                            "16",
                            "--leg",
                            i % 2 ? "left" : "right"};
    size_t used = 11;
    if (i % 3 == 1)
        argv[used++] = "--no-imu";
    if (i % 5 == 2)
        argv[used++] = "--hard";
    struct program_result run = program_run(argv, NULL, LIMIT_S);
    if (run.status != 0)
        fail_msg("%s", run.err);
    program_result_free(&run);
}

/* Run `roller-analyzer report` over the list of all sessions; the caller frees the output. */
static char *report(const struct temp_dir *dir, const char *format, const char *table)
{
    const char *const argv[] = {ANALYZER, "report", "--jobs", "2", "--files-from", "list", format, table, NULL};
    const struct program_options options = {.folder = dir->path};
    struct program_result run = program_run(argv, &options, LIMIT_S);
    if (run.status != 0)
        fail_msg("%s", run.err);
    char *out = strdup(run.out);
    program_result_free(&run);
    return out;
}

static void make_reports(struct agreement *agreement)
{
    char *lines = report(&agreement->dir, "--json", NULL), *line = lines;
    agreement->report = calloc(agreement->count, sizeof(json_t *));
    for (unsigned i = 0; i < agreement->count; i++) {
        agreement->report[i] = json_loads(line, JSON_DISABLE_EOF_CHECK, NULL);
        assert_non_null(agreement->report[i]);
        line = strchr(line, '\n') + 1;
    }
    assert_string_equal(line, "");
    free(lines);
}

/* Return the text of a value in a table; the caller frees it. */
static char *text_of(const json_t *value)
{
    char length[24];
    snprintf(length, sizeof length, "%zu", json_array_size(value));
    return json_is_null(value)     ? strdup("")
           : json_is_string(value) ? strdup(json_string_value(value))
           : json_is_true(value)   ? strdup("TRUE")
           : json_is_false(value)  ? strdup("FALSE")
           : json_is_array(value)  ? strdup(length)
                                   : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(DIGITS));
}

static void compare_value(struct agreement *agreement, const char *name, const json_t *value)
{
    const char *cell = csv_table_cell(&agreement->table, agreement->row, name);
    if (!cell)
        fail_msg("the table has no column %s", name);
    char *expected = text_of(value);
    assert_string_equal(cell, expected);
    free(expected);
    agreement->values++;
}

/* Compare all members of an object, whose columns begin with `prefix`. */
static void compare_object(struct agreement *agreement, const char *prefix, const json_t *object)
{
    const char *member;
    json_t *value;
    json_object_foreach((json_t *)(size_t)object, member, value)
    {
        char name[NAME_SIZE];
        snprintf(name, sizeof name, "%s%s", prefix, member);
        if (json_is_object(value)) {
            strcat(name, "_");
            compare_object(agreement, name, value);
        } else if (strcmp(name, "position_sources") != 0) { /* the only list without a column */
            compare_value(agreement, name, value);
        }
    }
}

/* Compare the columns that every table has. */
static void compare_shared(struct agreement *agreement, const json_t *report)
{
    static const char *const names[] = {"file",         "started", "subject",  "leg",   "condition",  "study_visit",
                                        "recording_id", "device",  "firmware", "board", "calibration"};
    const json_t *session = json_object_get(report, "session");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        compare_value(agreement, names[i], json_object_get(session, names[i]));
    compare_object(agreement, "made_by_", json_object_get(report, "made_by"));
}

/* Check that each column was compared, except `others`, and go to the next row. */
static void end_row(struct agreement *agreement, size_t others)
{
    assert_int_equal(agreement->values + others, agreement->table.columns);
    agreement->values = 0;
    agreement->row++;
}

static void compare_session(struct agreement *agreement, const json_t *report)
{
    const json_t *sensor = json_object_get(report, "motion_sensor"), *warnings = json_object_get(report, "warnings");
    compare_object(agreement, "", json_object_get(report, "session"));
    if (json_is_null(sensor))
        assert_string_equal(csv_table_cell(&agreement->table, agreement->row, "motion_sensor_turning_axis"), "");
    compare_object(agreement, "motion_sensor_", sensor);
    compare_object(agreement, "position_", json_object_get(report, "position"));
    compare_object(agreement, "", json_object_get(report, "rolling"));
    compare_value(agreement, "tender_spots", json_object_get(report, "tender_spots"));
    compare_value(agreement, "warnings", warnings);
    const char *text = csv_table_cell(&agreement->table, agreement->row, "warnings_text");
    for (size_t i = 0; i < json_array_size(warnings); i++)
        assert_non_null(strstr(text, json_string_value(json_array_get(warnings, i))));
    compare_object(agreement, "made_by_", json_object_get(report, "made_by"));
    end_row(agreement, json_is_null(sensor) ? 7 : 1);
}

static void compare_spots(struct agreement *agreement, const json_t *report)
{
    size_t i;
    json_t *spot;
    json_array_foreach(json_object_get(report, "tender_spots"), i, spot)
    {
        compare_shared(agreement, report);
        compare_object(agreement, "", spot);
        end_row(agreement, 0);
    }
}

static void compare_profile(struct agreement *agreement, const json_t *report)
{
    static const char *const lists[] = {"x_mm", "dwell_s", "mean_force_n", "peak_force_n"};
    const json_t *profile = json_object_get(report, "profile");
    for (size_t b = 0; b < json_array_size(json_object_get(profile, "x_mm")); b++) {
        compare_shared(agreement, report);
        compare_value(agreement, "bin_mm", json_object_get(profile, "bin_mm"));
        for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
            compare_value(agreement, lists[k], json_array_get(json_object_get(profile, lists[k]), b));
        end_row(agreement, 0);
    }
}

static double number(const struct agreement *agreement, const char *name)
{
    return strtod(csv_table_cell(&agreement->table, agreement->row, name), NULL);
}

/* The report has no visits, but each spot has their sums. */
static void compare_visits(struct agreement *agreement, const json_t *report)
{
    const json_t *spots = json_object_get(report, "tender_spots");
    size_t visits = 0, count = json_array_size(spots);
    double dwell_s[32] = {0}, previous_s = -1;
    assert_true(count < 32);
    for (size_t i = 0; i < count; i++)
        visits += (size_t)json_integer_value(json_object_get(json_array_get(spots, i), "visits"));
    for (size_t v = 1; v <= visits; v++) {
        compare_shared(agreement, report);
        assert_true(number(agreement, "visit") == (double)v && number(agreement, "start_s") > previous_s);
        previous_s = number(agreement, "start_s");
        size_t rank = (size_t)number(agreement, "rank");
        assert_in_range(rank, 1, count);
        dwell_s[rank - 1] += number(agreement, "dwell_s");
        end_row(agreement, 8);
    }
    for (size_t i = 0; i < count; i++) {
        double expected_s = json_number_value(json_object_get(json_array_get(spots, i), "dwell_s"));
        assert_true(fabs(dwell_s[i] - expected_s) <= SIMILAR * expected_s);
    }
}

/* Of strokes the report has the number. */
static void compare_strokes(struct agreement *agreement, const json_t *report)
{
    json_int_t count = json_integer_value(json_object_get(json_object_get(report, "rolling"), "strokes"));
    double previous_s = -1;
    for (json_int_t k = 1; k <= count; k++) {
        compare_shared(agreement, report);
        double start_s = number(agreement, "start_s"), end_s = number(agreement, "end_s");
        double length_mm = number(agreement, "end_mm") - number(agreement, "start_mm");
        assert_true(number(agreement, "stroke") == (double)k && start_s >= previous_s && end_s > start_s);
        assert_true(fabs(number(agreement, "mean_speed_mm_s") * (end_s - start_s) - length_mm) < 0.01);
        previous_s = end_s;
        end_row(agreement, 9);
    }
}

static void check_table(struct agreement *agreement, const char *name,
                        void (*compare)(struct agreement *agreement, const json_t *report))
{
    char *text = report(&agreement->dir, "--csv", name);
    csv_table_parse(&agreement->table, text);
    free(text);
    agreement->row = 1;
    for (unsigned i = 0; i < agreement->count; i++)
        compare(agreement, agreement->report[i]);
    assert_int_equal(agreement->row, agreement->table.rows);
    printf("figure: %s: %zu rows of %zu columns agree with the JSON of %u sessions\n", name, agreement->row - 1,
           agreement->table.columns, agreement->count);
    csv_table_free(&agreement->table);
}

void table_agreement_check(unsigned count)
{
    struct agreement agreement = {.count = count};
    char path[400];
    temp_dir_make(&agreement.dir);
    FILE *list = fopen(temp_dir_join(&agreement.dir, "list", path, sizeof path), "w");
    assert_non_null(list);
    for (unsigned i = 0; i < count; i++) {
        simulate(&agreement.dir, i);
        fprintf(list, "s%u.csv\n", i);
    }
    fclose(list);
    make_reports(&agreement);
    check_table(&agreement, "sessions", compare_session);
    check_table(&agreement, "spots", compare_spots);
    check_table(&agreement, "visits", compare_visits);
    check_table(&agreement, "strokes", compare_strokes);
    check_table(&agreement, "profile", compare_profile);
    for (unsigned i = 0; i < count; i++)
        json_decref(agreement.report[i]);
    free(agreement.report);
    temp_dir_remove(&agreement.dir);
}
