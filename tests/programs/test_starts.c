/* SPDX-License-Identifier: MIT */
/* A person sits down elsewhere than at the upper thigh: the positions count from there, and a mark of the upper thigh
 * moves them. `make accuracy` measures the same over many pairs of sessions. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define LIMIT_S 120.0
#define NEAR_MM 15.0 /* of the true position: people stop within some millimetres of a spot */

/* Write a session of the same person with spots at 120 and 250 mm. `zero_at` may be NULL. */
static void write_session(const struct temp_dir *dir, const char *file, const char *start_at, const char *zero_at,
                          const char *seed, const char *started)
{
    const char *const argv[] = {BUILD_DIR "/virtual-roller",
                                "--session",
                                file,
                                "--truth",
                                "truth.json",
                                "--seed",
                                seed,
                                "--person",
                                "5",
                                "--thigh-length",
                                "350",
                                "--spots",
                                "120,250",
                                "--started",
                                started,
                                "--start-at",
                                start_at,
                                zero_at != NULL ? "--zero-at" : NULL,
                                zero_at,
                                NULL};
    const struct program_options options = {.folder = dir->path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    if (result.status != 0)
        fail_msg("%s", result.err);
    program_result_free(&result);
}

static json_t *analyze(const struct temp_dir *dir, const char *command, const char *file, const char *other)
{
    const char *const argv[] = {BUILD_DIR "/roller-analyzer", command, "--json", file, other, NULL};
    const struct program_options options = {.folder = dir->path};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_int_equal(result.status, 0);
    json_t *json = json_loads(result.out, 0, NULL);
    assert_non_null(json);
    program_result_free(&result);
    return json;
}

static double number(const json_t *object, const char *key)
{
    assert_true(json_is_number(json_object_get(object, key)));
    return json_number_value(json_object_get(object, key));
}

/* Check that the spots are found, `origin_mm` nearer to 0 than on the thigh, and that no slide is. */
static void check_report(const struct temp_dir *dir, const char *file, const char *origin, double origin_mm,
                         double uncertainty_mm)
{
    static const double thigh_mm[] = {120, 250};
    json_t *report = analyze(dir, "report", file, NULL);
    const json_t *position = json_object_get(report, "position"), *spots = json_object_get(report, "tender_spots");
    assert_string_equal(json_string_value(json_object_get(position, "origin")), origin);
    assert_true(number(position, "origin_uncertainty_mm") == uncertainty_mm);
    assert_int_equal(json_array_size(spots), 2);
    size_t index;
    json_t *warning;
    json_array_foreach(json_object_get(report, "warnings"), index, warning)
        assert_null(strstr(json_string_value(warning), "slid"));
    for (size_t k = 0; k < 2; k++) {
        double distance_mm = INFINITY;
        for (size_t i = 0; i < 2; i++)
            distance_mm =
                fmin(distance_mm, fabs(number(json_array_get(spots, i), "center_mm") + origin_mm - thigh_mm[k]));
        assert_true(distance_mm < NEAR_MM);
    }
    json_decref(report);
}

static void positions_count_from_where_one_sat_down(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    write_session(&dir, "lower.csv", "50", NULL, "6", "2026-03-01T18:30:00.000+01:00");
    write_session(&dir, "higher.csv", "-50", NULL, "7", "2026-03-08T18:30:00.000+01:00");
    write_session(&dir, "marked.csv", "-50", "6", "8", "2026-03-15T18:30:00.000+01:00");
    check_report(&dir, "lower.csv", "assumed", 50, 60);
    check_report(&dir, "higher.csv", "assumed", -50, 60);
    check_report(&dir, "marked.csv", "zero", 6, 16);
    json_t *truth = json_load_file(temp_dir_join(&dir, "truth.json", (char[512]){0}, 512), 0, NULL);
    assert_true(number(truth, "zero_s") > 1);
    json_decref(truth);
    temp_dir_remove(&dir);
}

/* Compare aligns the sessions by where their strokes end. */
static void compare_finds_the_spots_again(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    write_session(&dir, "then.csv", "30", NULL, "9", "2026-03-01T18:30:00.000+01:00");
    write_session(&dir, "now.csv", "-30", NULL, "10", "2026-03-08T18:30:00.000+01:00");
    json_t *comparison = analyze(&dir, "compare", "then.csv", "now.csv");
    const json_t *view = json_array_get(json_object_get(comparison, "views"), 0);
    const json_t *spots = json_object_get(view, "spots"), *offset = json_object_get(view, "offset_mm");
    assert_int_equal(json_array_size(spots), 2);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < 2; i++)
            assert_true(json_is_object(json_array_get(json_object_get(json_array_get(spots, k), "sightings"), i)));
    double shift_mm = json_number_value(json_array_get(offset, 0)) - json_number_value(json_array_get(offset, 1));
    assert_true(fabs(shift_mm + 60) < NEAR_MM);
    json_decref(comparison);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_count_from_where_one_sat_down),
        cmocka_unit_test(compare_finds_the_spots_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
