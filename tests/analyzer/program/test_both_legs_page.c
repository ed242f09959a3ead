/* SPDX-License-Identifier: MIT */
/* Both legs of one recording share a page; other sessions never do. */
#include "analyzer/multi_session/simulated_person.h"
#include "analyzer/program/program_fixture.h"
#include "support/cmocka_includes.h"

#include <stdlib.h>
#include <string.h>

#define ID "# recording_id: 0123456789abcdef\n# leg: "

/* A recording of both legs, and a left leg of another one. */
static int set_up(void **state)
{
    program_set_up(state);
    const struct program_fixture *fixture = *state;
    simulated_person_session(fixture, "one.csv", "Anna", "2026-03-01T18:30:00.000+01:00", 1);
    simulated_person_session(fixture, "two.csv", "Anna", "2026-03-01T18:35:00.000+01:00", 2);
    simulated_person_edit(fixture, "one.csv", "a_right.csv", "# leg", ID "right");
    simulated_person_edit(fixture, "two.csv", "a_left.csv", "# leg", ID "left");
    simulated_person_edit(fixture, "two.csv", "other_left.csv", "# leg", "# recording_id: 0\n# leg: left");
    return 0;
}

static void both_legs_of_a_recording_share_a_page(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "--no-history", "a_right.csv", "a_left.csv");
    program_assert_status(&run, 0);
    assert_string_equal(run.err, "");
    /* The text of the left leg comes first, and the page is named once. */
    const char *left = strstr(run.out, "on your left thigh"), *right = strstr(run.out, "on your right thigh");
    assert_true(left && right && left < right);
    const char *page_line = strstr(run.out, "Report with charts: a_both-legs.html\n");
    assert_true(page_line && !strstr(page_line + 1, "Report with charts"));
    program_result_free(&run);
    char *page = program_read_file(fixture, "a_both-legs.html");
    const char *beside = strstr(page, "Left beside right");
    assert_true(beside && strstr(beside, ">Left thigh</h2>") < strstr(beside, ">Right thigh</h2>"));
    assert_non_null(strstr(page, "The spots in numbers, left thigh"));
    assert_non_null(strstr(page, "The spots in numbers, right thigh"));
    assert_non_null(strstr(page, "id='thighleft-"));
    assert_non_null(strstr(page, "id='thighright-"));
    free(page);
    assert_false(program_file_exists(fixture, "a_left.html") || program_file_exists(fixture, "a_right.html"));
}

static void one_leg_has_its_own_page(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "--no-history", "a_right.csv", NULL);
    program_assert_status(&run, 0);
    assert_true(program_file_exists(fixture, "a_right.html"));
    program_result_free(&run);
}

static void legs_of_two_recordings_have_two_pages(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result run =
        program_run_in(fixture, NULL, "report", "--no-history", "a_right.csv", "other_left.csv");
    program_assert_status(&run, 0);
    assert_true(program_file_exists(fixture, "a_right.html") && program_file_exists(fixture, "other_left.html"));
    program_result_free(&run);
    program_assert_message(program_run_in(fixture, NULL, "report", "-ox.html", "a_right.csv", "other_left.csv"), 2,
                           "several sessions");
    assert_false(program_file_exists(fixture, "x.html"));
}

static void a_leg_that_cannot_be_read_leaves_the_other(void **state)
{
    const struct program_fixture *fixture = *state;
    simulated_person_edit(fixture, "a_left.csv", "a_left.csv", "# rolling_radius_mm", "# rolling_radius_mm: wide");
    struct program_result run = program_run_in(fixture, NULL, "report", "--no-history", "a_right.csv", "a_left.csv");
    program_assert_status(&run, 3);
    assert_non_null(strstr(run.out, "Report with charts: a_right.html\n"));
    program_result_free(&run);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, program_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_legs_of_a_recording_share_a_page),
        TEST(one_leg_has_its_own_page),
        TEST(legs_of_two_recordings_have_two_pages),
        TEST(a_leg_that_cannot_be_read_leaves_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
