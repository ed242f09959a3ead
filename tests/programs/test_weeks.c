/* SPDX-License-Identifier: MIT */
/* virtual-roller --weeks: a folder of sessions whose truth `trend` finds. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_S 120.0
#define NEAR_MM 25.0 /* starts differ by 10 mm from session to session */

static struct program_result run_roller(const struct temp_dir *dir, const char *change, const char *seed,
                                        const char *session)
{
    const char *const argv[] = {BUILD_DIR "/virtual-roller",
                                "--weeks",
                                "14",
                                "--session",
                                session,
                                "--truth",
                                "truth.json",
                                "--subject",
                                "Anna",
                                "--seed",
                                seed,
                                change != NULL ? "--change" : NULL,
                                change,
                                NULL};
    const struct program_options options = {.folder = dir->path};
    return program_run(argv, &options, LIMIT_S);
}

static json_t *load(const struct temp_dir *dir, const char *name)
{
    char path[512];
    json_t *truth = json_load_file(temp_dir_join(dir, name, path, sizeof path), 0, NULL);
    assert_non_null(truth);
    return truth;
}

/* Write 14 weeks into the folder "anna", and return their truth. */
static json_t *write_weeks(const struct temp_dir *dir, const char *change, const char *seed)
{
    struct program_result result = run_roller(dir, change, seed, "anna");
    if (result.status != 0 || result.err_length != 0)
        fail_msg("%d %s", result.status, result.err);
    program_result_free(&result);
    return load(dir, "truth.json");
}

/* Follow the sessions of "anna". */
static json_t *follow(const struct temp_dir *dir)
{
    const char *const argv[] = {BUILD_DIR "/roller-analyzer", "trend", "--json", "--subject", "Anna", "anna", NULL};
    const struct program_options options = {.folder = dir->path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_int_equal(result.status, 0);
    json_t *trend = json_loads(result.out, 0, NULL);
    program_result_free(&result);
    return trend;
}

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static json_t *first_of(const json_t *object, const char *key)
{
    return json_array_get(json_object_get(object, key), 0);
}

/* Return the state of the spot in the trend near that position. */
static const char *state_near(const json_t *trend, double position_mm)
{
    size_t index;
    json_t *spot;
    json_array_foreach(json_object_get(first_of(trend, "legs"), "spots"), index, spot)
    {
        if (fabs(number(spot, "center_mm") - position_mm) < NEAR_MM)
            return json_string_value(json_object_get(spot, "state"));
    }
    return "missing";
}

static void a_trend_finds_what_changed(void **state)
{
    static const char *const expected[][2] = {{"none", "steady"}, {"new", "new"}, {"gone", "gone"}};
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    for (size_t i = 0; i < 3; i++) {
        json_t *truth = write_weeks(&dir, expected[i][0], "8"), *trend = follow(&dir);
        assert_string_equal(json_string_value(json_object_get(truth, "change")), expected[i][0]);
        assert_int_equal(json_array_size(json_object_get(trend, "sessions")), 14);
        assert_string_equal(state_near(trend, number(first_of(truth, "spots"), "position_mm")), expected[i][1]);
        json_decref(truth);
        json_decref(trend);
    }
    temp_dir_remove(&dir);
}

/* The dwell of all stops, summed over sessions [from, end). */
static double dwell_of(const json_t *truth, size_t from, size_t end)
{
    double sum_s = 0;
    for (size_t i = from; i < end; i++) {
        size_t index;
        json_t *stop;
        json_array_foreach(json_object_get(json_array_get(json_object_get(truth, "sessions"), i), "stops"), index, stop)
        {
            sum_s += number(stop, "dwell_s");
        }
    }
    return sum_s;
}

static void the_truth_says_what_each_session_has(void **state)
{
    (void)state;
    struct temp_dir dir;
    size_t index, stop_count = 0;
    json_t *session;
    temp_dir_make(&dir);
    json_t *truth = write_weeks(&dir, "more", "21");
    assert_true(fabs(number(truth, "percent_per_week") - 6.38) < 0.01);
    assert_string_equal(json_string_value(json_object_get(truth, "subject")), "Anna");
    assert_true(dwell_of(truth, 7, 14) > dwell_of(truth, 0, 7));
    json_array_foreach(json_object_get(truth, "sessions"), index, session)
    {
        char path[600], line[200];
        (void)snprintf(path, sizeof path, "%s/anna/%s", dir.path, json_string_value(json_object_get(session, "file")));
        char *text = temp_file_read(path, NULL);
        assert_non_null(text);
        (void)snprintf(line, sizeof line, "# started: %s\n# subject: Anna\n",
                       json_string_value(json_object_get(session, "started")));
        assert_non_null(strstr(text, line));
        (void)snprintf(line, sizeof line, "\n# thigh_length_mm: %.0f\n", number(truth, "thigh_length_mm"));
        assert_non_null(strstr(text, line)); /* the same in each session, wherever the roller begins */
        stop_count += json_array_size(json_object_get(session, "stops"));
        free(text);
    }
    assert_int_equal(index, 14);
    assert_true(stop_count > 7);
    json_decref(truth);
    temp_dir_remove(&dir);
}

static void the_same_seed_makes_the_same_weeks(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    json_t *once = write_weeks(&dir, NULL, "5"), *again = write_weeks(&dir, NULL, "5"),
           *other = write_weeks(&dir, NULL, "6");
    assert_true(json_equal(once, again));
    assert_false(json_equal(once, other));
    json_decref(once);
    json_decref(again);
    json_decref(other);
    temp_dir_remove(&dir);
}

static void assert_refused(const struct temp_dir *dir, const char *change, const char *session, int status,
                           const char *words)
{
    struct program_result result = run_roller(dir, change, "1", session);
    assert_int_equal(result.status, status);
    if (strstr(result.err, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", result.err, words);
    program_result_free(&result);
}

static void a_folder_that_cannot_be_is_reported(void **state)
{
    (void)state;
    struct temp_dir dir;
    char path[512];
    temp_dir_make(&dir);
    temp_file_write(temp_dir_join(&dir, "file", path, sizeof path), "mine", 4);
    assert_refused(&dir, NULL, "-", 2, "--weeks needs --session FOLDER");
    assert_refused(&dir, "worse", "anna", 2, "--change takes none, new, gone, less or more");
    assert_refused(&dir, NULL, "none/anna", 5, "cannot make the folder none/anna");
    assert_refused(&dir, NULL, "file", 5, "file/");
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trend_finds_what_changed),
        cmocka_unit_test(the_truth_says_what_each_session_has),
        cmocka_unit_test(the_same_seed_makes_the_same_weeks),
        cmocka_unit_test(a_folder_that_cannot_be_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
