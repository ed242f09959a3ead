/* SPDX-License-Identifier: MIT */
/* The outputs of a session, including gnuplot's pictures, are the same bytes in every locale. */
#include "support/cmocka_includes.h"

#include "support/fault.h"
#include "program_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Locales with a decimal comma, and with a letter i whose capital is not I. */
static const char *const LOCALE[] = {"de_DE", "tr_TR"};

/* Compile the locale into the fixture's folder. False if the packages for it are missing. `entries` receives the
 * environment that selects the locale. */
static bool make_locale(const struct program_fixture *fixture, const char *locale, char *entries[3])
{
    static char path[400], locpath[420], all[60];
    char name[40];
    snprintf(name, sizeof name, "%s.UTF-8", locale);
    temp_dir_join(&fixture->dir, name, path, sizeof path);
    snprintf(locpath, sizeof locpath, "LOCPATH=%s", fixture->dir.path);
    snprintf(all, sizeof all, "LC_ALL=%s", name);
    const char *const argv[] = {"localedef", "-c", "-i", locale, "-f", "UTF-8", path, NULL};
    struct program_result run = program_run(argv, NULL, PROGRAM_LIMIT_S);
    program_result_free(&run);
    entries[0] = locpath;
    entries[1] = all;
    entries[2] = NULL;
    const char *const ask[] = {"locale", "decimal_point", NULL};
    const struct program_options options = {.env = (const char *const *)entries};
    run = program_run(ask, &options, PROGRAM_LIMIT_S);
    bool has_comma = run.status == 0 && strcmp(run.out, ",\n") == 0;
    program_result_free(&run);
    return has_comma;
}

/* Return all outputs of the session in one text: report, JSON, rows and page. */
static char *outputs(const struct program_fixture *fixture, const char *const env[])
{
    static const char *const COMMAND[][2] = {{"report", "--ascii"}, {"report", "--json"}, {"export", NULL}};
    const struct program_options options = {.env = env};
    char *all = program_read_file(fixture, "a.csv");
    size_t length = strlen(all);
    for (size_t k = 0; k < sizeof COMMAND / sizeof COMMAND[0]; k++) {
        struct program_result run = program_run_in(fixture, &options, COMMAND[k][0], "a.csv", COMMAND[k][1], NULL);
        program_assert_status(&run, 0);
        all = realloc(all, length + run.out_length + 1);
        memcpy(all + length, run.out, run.out_length + 1);
        length += run.out_length;
        program_result_free(&run);
    }
    char *page = program_read_file(fixture, "a.html");
    assert_non_null(strstr(page, "<svg"));
    all = realloc(all, length + strlen(page) + 1);
    strcpy(all + length, page);
    free(page);
    return all;
}

static void outputs_are_the_same_in_every_locale(void **state)
{
    const struct program_fixture *fixture = *state;
    char *entries[3];
    size_t tried = 0;
    const char *const neutral[] = {"LC_ALL=C.UTF-8", NULL};
    char *expected = outputs(fixture, neutral);
    for (size_t k = 0; k < sizeof LOCALE / sizeof LOCALE[0]; k++) {
        if (!make_locale(fixture, LOCALE[k], entries)) {
            print_message("skipped: %s cannot be made here (Debian: apt install locales)\n", LOCALE[k]);
            continue;
        }
        char *actual = outputs(fixture, (const char *const *)entries);
        assert_string_equal(actual, expected);
        free(actual);
        tried++;
    }
    free(expected);
    if (tried == 0)
        skip();
    fault_held("49", "the languages de_DE and tr_TR", tried, "text, page, JSON and rows the same, byte for byte");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(outputs_are_the_same_in_every_locale, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
