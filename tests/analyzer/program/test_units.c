/* SPDX-License-Identifier: MIT */
/* --units us: text and pages of report, compare and trend show the same numbers in inches, feet and pounds, and no
 * metric unit; JSON and CSV are metric always. */
#include "analyzer/multi_session/simulated_person.h"
#include "analyzer/program/program_fixture.h"
#include "analyzer/support/metric_words.h"
#include "support/cmocka_includes.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MM_PER_INCH 25.4
#define NEWTON_PER_POUND 4.44822
#define METER_PER_FOOT 0.3048
#define NUMBERS_MAX 2000

/* Two evenings of a person on the right leg, and one on the left. */
static int set_up(void **state)
{
    program_set_up(state);
    const struct program_fixture *fixture = *state;
    simulated_person_session(fixture, "first.csv", "Anna", "2026-03-01T18:30:00.000+01:00", 1);
    simulated_person_session(fixture, "second.csv", "Anna", "2026-03-08T18:30:00.000+01:00", 2);
    simulated_person_edit(fixture, "first.csv", "left.csv", "# leg", "# leg: left");
    return 0;
}

/* Remove the pictures of a page: their ticks are other ones in each unit. */
static void remove_pictures(char *page)
{
    char *to = page;
    for (const char *from = page; *from;) {
        const char *picture = strstr(from, "<svg"), *end = picture ? strstr(picture, "</svg>") : NULL;
        size_t length = end ? (size_t)(picture - from) : strlen(from);
        memmove(to, from, length);
        to += length;
        from = end ? end : from + length;
    }
    *to = '\0';
}

/* Return the text, or the page, that a command makes of the sessions. The caller frees it. */
static char *show(const struct program_fixture *fixture, const char *command, const char *units, bool is_page)
{
    const struct program_options options = {.folder = fixture->dir.path};
    bool is_report = strcmp(command, "report") == 0;
    const char *const argv[] = {
        PROGRAM_ANALYZER, command, "--units", units, "-opage.html", "second.csv", is_report ? NULL : "first.csv",
        "left.csv",       NULL};
    struct program_result run = program_run(argv, &options, PROGRAM_LIMIT_S);
    program_assert_status(&run, 0);
    char *shown = is_page ? program_read_file(fixture, "page.html") : strdup(run.out);
    assert_non_null(shown);
    program_result_free(&run);
    return shown;
}

/* Find the numbers before a unit, as in "109 mm", in the order of the text. Returns how many there are. */
static size_t find_numbers(const char *text, const char *unit, double number[NUMBERS_MAX])
{
    size_t count = 0, length = strlen(unit);
    for (const char *at = text; (at = strstr(at, unit)) != NULL && count < NUMBERS_MAX; at += length) {
        const char *start = at;
        while (start > text && (isdigit((unsigned char)start[-1]) || start[-1] == '.'))
            start--;
        if (start < at && !isalnum((unsigned char)at[length]))
            number[count++] = strtod(start, NULL);
    }
    return count;
}

/* Check that both have the same numbers of a quantity; `size`: of the unit shown, `rounding`: how far both may be from
 * each other. */
static void assert_same_numbers(const char *metric, const char *metric_unit, const char *us, const char *us_unit,
                                double size, double rounding)
{
    static double in_metric[NUMBERS_MAX], in_us[NUMBERS_MAX];
    size_t count = find_numbers(metric, metric_unit, in_metric), us_count = find_numbers(us, us_unit, in_us);
    assert_int_equal(count, us_count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        if (fabs(in_us[i] * size - in_metric[i]) > rounding)
            fail_msg("%g%s is shown as %g%s", in_metric[i], metric_unit, in_us[i], us_unit);
}

/* Check a text, or a page with its charts, against the one with metric units. */
static void check_output(const struct program_fixture *fixture, const char *command, bool is_page)
{
    char *metric = show(fixture, command, "metric", is_page), *us = show(fixture, command, "us", is_page);
    const char *found = metric_words_find(us);
    assert_non_null(metric_words_find(metric));
    if (found)
        fail_msg("%s, %s: \"%.40s\"", command, is_page ? "page" : "text", found);
    remove_pictures(metric);
    remove_pictures(us);
    /* intervals are rounded up: by less than 1 mm, and by less than 2.54 mm */
    assert_same_numbers(metric, " mm", us, " in", MM_PER_INCH, 3.6);
    if (!is_page && strcmp(command, "trend") != 0)
        assert_same_numbers(metric, " N", us, " lb", NEWTON_PER_POUND, 0.51 + NEWTON_PER_POUND / 2);
    if (strcmp(command, "report") == 0)
        assert_same_numbers(metric, " m", us, " ft", METER_PER_FOOT, 0.051 + METER_PER_FOOT / 2);
    free(metric);
    free(us);
}

static void every_number_is_converted_and_no_metric_unit_is_left(void **state)
{
    static const char *const commands[] = {"report", "compare", "trend"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        check_output(*state, commands[i], false);
        check_output(*state, commands[i], true);
    }
}

static void data_are_metric_only(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result plain = program_run_in(fixture, NULL, "report", "--json", "second.csv", NULL);
    struct program_result metric = program_run_in(fixture, NULL, "report", "--json", "--units=metric", "second.csv");
    program_assert_status(&metric, 0);
    assert_string_equal(plain.out, metric.out);
    program_result_free(&plain);
    program_result_free(&metric);
    program_assert_message(program_run_in(fixture, NULL, "report", "--json", "--units=us", "second.csv"), 2,
                           "--json is always in mm and N");
    program_assert_message(program_run_in(fixture, NULL, "report", "--csv=spots", "--units=us", "second.csv"), 2,
                           "--csv is always in mm and N");
    program_assert_message(program_run_in(fixture, NULL, "trend", "--json", "--units=us", "second.csv"), 2,
                           "--json is always in mm and N");
}

static void other_values_and_commands_are_refused(void **state)
{
    const struct program_fixture *fixture = *state;
    program_assert_message(program_run_in(fixture, NULL, "report", "--units=imperial", "second.csv", NULL), 2,
                           "--units takes metric or us, not \"imperial\"");
    program_assert_message(program_run_in(fixture, NULL, "export", "--units=us", "second.csv", NULL), 2,
                           "--units and --charts belong to report");
    program_assert_message(program_run_in(fixture, NULL, "repeatability", "--units=us", "second.csv", NULL), 2,
                           "--units belongs to report, compare and trend");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_number_is_converted_and_no_metric_unit_is_left, set_up,
                                        program_tear_down),
        cmocka_unit_test_setup_teardown(data_are_metric_only, set_up, program_tear_down),
        cmocka_unit_test_setup_teardown(other_values_and_commands_are_refused, set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
