/* SPDX-License-Identifier: MIT */
/* `roller-analyzer repeatability` over files, as a user runs it. */
#include "support/cmocka_includes.h"

#include "analyzer/program/program_fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Write a sample to the folder under another subject's name and with another date. */
static void copy_sample(const struct program_fixture *fixture, const char *sample, const char *subject, int day)
{
    char path[512];
    snprintf(path, sizeof path, SOURCE_DIR "/samples/%s.csv", sample);
    char *text = temp_file_read(path, NULL), *rows = text ? strstr(text, "# leg:") : NULL;
    assert_non_null(rows);
    char *copy = malloc(strlen(rows) + 300);
    int length = sprintf(copy,
                         "# foam-roller-session: 1\n# started: 2026-03-%02dT18:30:00+01:00\n# subject: %s\n"
                         "# condition: warm\n%s",
                         day, subject, rows);
    char name[64];
    snprintf(name, sizeof name, "%s-%d.csv", subject, day);
    temp_file_write(temp_dir_join(&fixture->dir, name, path, sizeof path), copy, (size_t)length);
    free(copy);
    free(text);
}

static void a_folder_becomes_a_table(void **state)
{
    const struct program_fixture *fixture = *state;
    copy_sample(fixture, "pair-left", "Anna", 1);
    copy_sample(fixture, "pair-left", "Anna", 2);
    copy_sample(fixture, "pair-left", "Ben", 3);
    copy_sample(fixture, "pair-left", "Ben", 4);
    copy_sample(fixture, "pair-left", "", 9);
    struct program_result result = program_run_in(fixture, NULL, "repeatability", "--json", ".", NULL);
    program_assert_status(&result, 0);
    json_t *json = json_loads(result.out, 0, NULL), *group, *measure;
    program_result_free(&result);
    group = json_array_get(json_object_get(json, "groups"), 0);
    assert_string_equal(json_string_value(json_object_get(group, "condition")), "warm");
    assert_int_equal(json_integer_value(json_object_get(group, "subjects")), 2);
    assert_int_equal(json_integer_value(json_object_get(group, "sessions")), 2);
    measure = json_array_get(json_object_get(group, "measures"), 0);
    assert_string_equal(json_string_value(json_object_get(measure, "name")), "spot_center_mm");
    assert_true(json_number_value(json_object_get(measure, "sem")) == 0); /* four times the same recording */
    json_decref(json);
    result = program_run_in(fixture, NULL, "repeatability", ".", NULL, NULL);
    program_assert_status(&result, 0);
    assert_non_null(strstr(result.out, "left leg, condition warm: 2 people with 2 sessions each"));
    assert_non_null(strstr(result.out, "-9.csv: It does not say whose session it is."));
    program_result_free(&result);
}

static void nothing_measured_twice_is_an_error(void **state)
{
    const struct program_fixture *fixture = *state;
    copy_sample(fixture, "pair-left", "Anna", 1);
    copy_sample(fixture, "pair-right", "Anna", 2);
    const char *const argv[] = {PROGRAM_ANALYZER, "repeatability", "Anna-1.csv", "Anna-2.csv", NULL};
    struct program_result result =
        program_run(argv, &(struct program_options){.folder = fixture->dir.path}, PROGRAM_LIMIT_S);
    assert_int_equal(result.status, 3);
    assert_non_null(strstr(result.err, "Nothing was measured twice"));
    assert_non_null(strstr(result.err, "Nobody has a second session"));
    program_result_free(&result);
    program_assert_message(program_run_in(fixture, NULL, "repeatability", NULL, NULL, NULL), 2, "No session");
    program_assert_message(program_run_in(fixture, NULL, "repeatability", "--open", ".", NULL), 2, "writes no file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_becomes_a_table, program_set_up, program_tear_down),
        cmocka_unit_test_setup_teardown(nothing_measured_twice_is_an_error, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
