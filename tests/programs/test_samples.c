/* SPDX-License-Identifier: MIT */
/* The report of each committed sample is as expected, and finds the spots of the simulated thigh. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "spot_truth.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANALYZER BUILD_DIR "/roller-analyzer"
#define SAMPLES SOURCE_DIR "/samples"

static json_t *sample_json(const char *name, const char *extension)
{
    char path[512];
    snprintf(path, sizeof path, SAMPLES "/%s.%s", name, extension);
    return spot_truth_load(path);
}

static void check_sample(const char *name)
{
    char file[128];
    snprintf(file, sizeof file, "%s.csv", name);
    const char *const argv[] = {ANALYZER, "report", "--json", file, NULL};
    struct program_options options = {.folder = SAMPLES};
    struct program_result run = program_run(argv, &options, 60);
    assert_int_equal(run.status, 0);

    json_t *report = spot_truth_parse(run.out);
    json_t *expected = sample_json(name, "report.json");
    json_object_del(json_object_get(report, "made_by"), "version"); /* the samples are older than the next version */
    json_object_del(json_object_get(expected, "made_by"), "version");
    json_t *truth = sample_json(name, "truth.json");
    if (!spot_truth_are_equal(report, expected))
        fail_msg("%s: the report differs from the expected one; `make samples` shows what changed", name);
    double largest_mm = spot_truth_assert(report, truth, 10);
    printf("figure: %s: %zu spots, centres within %.1f mm\n", name, json_array_size(json_object_get(truth, "spots")),
           largest_mm);

    const json_t *session = json_object_get(report, "session");
    assert_int_equal(json_integer_value(json_object_get(session, "rows")),
                     json_integer_value(json_object_get(truth, "sent")));
    assert_int_equal(json_integer_value(json_object_get(session, "lost_frames")), 0);
    assert_true(json_is_true(json_object_get(session, "closed_cleanly")));
    json_decref(report);
    json_decref(expected);
    json_decref(truth);
    program_result_free(&run);
}

static void no_spots(void **state)
{
    (void)state;
    check_sample("no-spots");
}

static void one_spot(void **state)
{
    (void)state;
    check_sample("one-spot");
}

static void three_spots(void **state)
{
    (void)state;
    check_sample("three-spots");
}

static void left_and_right(void **state)
{
    (void)state;
    check_sample("pair-left");
    check_sample("pair-right");
}

/* A sample is useless if its origin is unknown. */
static void every_sample_is_described(void **state)
{
    (void)state;
    static const char *const names[] = {"no-spots", "one-spot", "three-spots", "pair-left", "pair-right"};
    char *readme = temp_file_read(SAMPLES "/README.md", NULL);
    assert_non_null(readme);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(strstr(readme, names[i]));
    free(readme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_spots),
        cmocka_unit_test(one_spot),
        cmocka_unit_test(three_spots),
        cmocka_unit_test(left_and_right),
        cmocka_unit_test(every_sample_is_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
