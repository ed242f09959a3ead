/* SPDX-License-Identifier: MIT */
/* A report compares with the newest earlier session of the same person and leg in the folder, and shows nothing of any
 * other file in it. */
#include "analyzer/multi_session/simulated_person.h"
#include "analyzer/program/program_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(const struct program_fixture *fixture, const char *from, const char *to, const char *key,
                 const char *line)
{
    simulated_person_edit(fixture, from, to, key, line);
}

/* Anna's evenings of 1 and 8 March, and files that are not to be compared with the second: of another person, of the
 * other leg, later, without a date, without rows, and none at all. */
static int set_up(void **state)
{
    program_set_up(state);
    const struct program_fixture *fixture = *state;
    char path[400];
    simulated_person_session(fixture, "first.csv", "Anna", "2026-03-01T18:30:00.000+01:00", 1);
    simulated_person_session(fixture, "second.csv", "Anna", "2026-03-08T18:30:00.000+01:00", 2);
    simulated_person_session(fixture, "ben.csv", "Ben Secret", "2026-03-07T18:30:00.000+01:00", 3);
    make(fixture, "first.csv", "left.csv", "# leg", "# leg: left");
    make(fixture, "first.csv", "later.csv", "# started", "# started: 2026-03-09T18:30:00.000+01:00");
    make(fixture, "first.csv", "undated.csv", "# started", "# started: in spring");
    make(fixture, "ben.csv", "unreadable.csv", "# rolling_radius_mm", "# rolling_radius_mm: Ben Secret");
    assert_int_equal(mkfifo(temp_dir_join(&fixture->dir, "pipe.csv", path, sizeof path), 0600), 0);
    assert_int_equal(symlink("nowhere.csv", temp_dir_join(&fixture->dir, "broken.csv", path, sizeof path)), 0);
    temp_file_write(temp_dir_join(&fixture->dir, "diary.csv", path, sizeof path), "dear diary\n", 11);
    return 0;
}

/* Return the text and the page of a report, in one string that the caller frees. */
static char *report(const struct program_fixture *fixture, const char *session, const char *option)
{
    struct program_result run = program_run_in(fixture, NULL, "report", session, "-opage.html", option);
    program_assert_status(&run, 0);
    assert_string_equal(run.err, "");
    char *page = program_read_file(fixture, "page.html");
    size_t size = strlen(run.out) + strlen(page) + 1;
    char *both = malloc(size);
    assert_non_null(both);
    snprintf(both, size, "%s%s", run.out, page);
    free(page);
    program_result_free(&run);
    return both;
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)) != NULL; text++)
        found++;
    return found;
}

static void the_last_evening_is_compared(void **state)
{
    const struct program_fixture *fixture = *state;
    char *shown = report(fixture, "second.csv", NULL);
    assert_int_equal(count(shown, "Since last time"), 2); /* in the text and in the page */
    assert_int_equal(count(shown, "Your last session: 1 March 2026, 18:30."), 2);
    assert_int_equal(count(shown, "a week before"), 2);
    assert_int_equal(count(shown, "Ben") + count(shown, "Secret") + count(shown, "7 March"), 0);
    free(shown);
    shown = report(fixture, "second.csv", "--no-history");
    assert_int_equal(count(shown, "Since last time"), 0);
    free(shown);
}

/* The first evening, and the only ones of a person or a leg, have none before them. */
static void without_an_earlier_evening_nothing_is_said(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char *const sessions[] = {"first.csv", "ben.csv", "left.csv", "undated.csv"};
    for (size_t i = 0; i < sizeof sessions / sizeof sessions[0]; i++) {
        char *shown = report(fixture, sessions[i], NULL);
        assert_int_equal(count(shown, "Since last time"), 0);
        free(shown);
    }
}

static void an_evening_without_a_name_is_no_ones_beside_named_ones(void **state)
{
    const struct program_fixture *fixture = *state;
    char path[400];
    assert_int_equal(mkdir(temp_dir_join(&fixture->dir, "alone", path, sizeof path), 0700), 0);
    make(fixture, "first.csv", "nameless-1.csv", "# subject", "# subject:");
    make(fixture, "second.csv", "nameless-2.csv", "# subject", "# subject:");
    make(fixture, "nameless-1.csv", "alone/1.csv", "# subject", "# subject:");
    make(fixture, "nameless-2.csv", "alone/2.csv", "# subject", "# subject:");
    char *shown = report(fixture, "nameless-2.csv", NULL);
    assert_int_equal(count(shown, "Since last time"), 0);
    free(shown);
    shown = report(fixture, "alone/2.csv", NULL);
    assert_int_equal(count(shown, "Since last time"), 2);
    free(shown);
}

/* Write a session with `dwell_s` seconds on its spot. */
static void write_evening(const struct program_fixture *fixture, const char *file, const char *started,
                          const char *dwell_s)
{
    const char *const argv[] = {BUILD_DIR "/virtual-roller",
                                "--session",
                                file,
                                "--subject",
                                "Anna",
                                "--leg",
                                "right",
                                "--started",
                                started,
                                "--strokes",
                                "12",
                                "--spots",
                                "180",
                                "--spot-dwell",
                                dwell_s,
                                "--thigh-length",
                                "352",
                                NULL};
    const struct program_options options = {.folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, PROGRAM_LIMIT_S);
    program_assert_status(&result, 0);
    program_result_free(&result);
}

/* The page's advice follows the comparison: more time than last time, and neither the same nor less. */
static void longer_than_last_time_is_advised_upon(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char ADVICE[] = "You stayed longer than last time.";
    char path[400];
    assert_int_equal(mkdir(temp_dir_join(&fixture->dir, "longer", path, sizeof path), 0700), 0);
    write_evening(fixture, "longer/1.csv", "2026-03-01T18:30:00.000+01:00", "12");
    write_evening(fixture, "longer/2.csv", "2026-03-02T18:30:00.000+01:00", "55");
    write_evening(fixture, "longer/3.csv", "2026-03-03T18:30:00.000+01:00", "54");
    write_evening(fixture, "longer/4.csv", "2026-03-04T18:30:00.000+01:00", "12");
    static const struct {
        const char *file;
        size_t advised; /* times, on the page */
    } evenings[] = {{"longer/1.csv", 0}, {"longer/2.csv", 1}, {"longer/3.csv", 0}, {"longer/4.csv", 0}};
    for (size_t i = 0; i < sizeof evenings / sizeof evenings[0]; i++) {
        char *shown = report(fixture, evenings[i].file, NULL);
        assert_int_equal(count(shown, "Since last time"), i > 0 ? 2 : 0);
        assert_int_equal(count(shown, ADVICE), evenings[i].advised);
        free(shown);
    }
    char *shown = report(fixture, "longer/2.csv", "--no-history");
    assert_int_equal(count(shown, ADVICE), 0);
    free(shown);
}

static void json_does_not_depend_on_neighbours(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result with = program_run_in(fixture, NULL, "report", "--json", "second.csv", NULL);
    struct program_result without = program_run_in(fixture, NULL, "report", "--json", "--no-history", "second.csv");
    program_assert_status(&with, 0);
    assert_string_equal(with.out, without.out);
    assert_null(strstr(with.out, "since_last_time"));
    program_result_free(&with);
    program_result_free(&without);
    program_assert_message(program_run_in(fixture, NULL, "trend", "--no-history", ".", NULL), 2,
                           "--no-history belongs to report");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_evening_is_compared),
        cmocka_unit_test(without_an_earlier_evening_nothing_is_said),
        cmocka_unit_test(an_evening_without_a_name_is_no_ones_beside_named_ones),
        cmocka_unit_test(longer_than_last_time_is_advised_upon),
        cmocka_unit_test(json_does_not_depend_on_neighbours),
    };
    return cmocka_run_group_tests(tests, set_up, program_tear_down);
}
