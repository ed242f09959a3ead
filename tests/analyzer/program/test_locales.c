/* SPDX-License-Identifier: MIT */
/* Whatever language the user's computer speaks, the same session gives the same bytes, gnuplot's pictures
 * included. */
#include "support/cmocka_includes.h"

#include "support/fault.h"
#include "program_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A comma for the decimal point, and an i that has no capital I. */
static const char *const LOCALE[] = {"de_DE", "tr_TR"};

/* Make the locale in the fixture's folder. False where the packages for that are missing. */
static bool make_locale(const struct program_fixture *fixture, const char *locale, char *entries[3])
{
    static char path[400], place[420], all[60];
    char name[40];
    snprintf(name, sizeof name, "%s.UTF-8", locale);
    temp_dir_join(&fixture->dir, name, path, sizeof path);
    snprintf(place, sizeof place, "LOCPATH=%s", fixture->dir.path);
    snprintf(all, sizeof all, "LC_ALL=%s", name);
    const char *const argv[] = {"localedef", "-c", "-i", locale, "-f", "UTF-8", path, NULL};
    struct program_result said = program_run(argv, NULL, PROGRAM_LIMIT_S);
    program_result_free(&said);
    entries[0] = place;
    entries[1] = all;
    entries[2] = NULL;
    const char *const ask[] = {"locale", "decimal_point", NULL};
    const struct program_options options = {.env = (const char *const *)entries};
    said = program_run(ask, &options, PROGRAM_LIMIT_S);
    bool speaks = said.status == 0 && strcmp(said.out, ",\n") == 0;
    program_result_free(&said);
    return speaks;
}

/* All that the session gives: text, page, line for programs, and rows. */
static char *outputs(const struct program_fixture *fixture, const char *const env[])
{
    static const char *const COMMAND[][2] = {{"report", "--ascii"}, {"report", "--json"}, {"export", NULL}};
    const struct program_options options = {.env = env};
    char *all = program_read_file(fixture, "a.csv");
    size_t length = strlen(all);
    for (size_t k = 0; k < sizeof COMMAND / sizeof COMMAND[0]; k++) {
        struct program_result said =
            program_run_in(fixture, &options, COMMAND[k][0], "a.csv", COMMAND[k][1], NULL);
        program_assert_status(&said, 0);
        all = realloc(all, length + said.out_length + 1);
        memcpy(all + length, said.out, said.out_length + 1);
        length += said.out_length;
        program_result_free(&said);
    }
    char *page = program_read_file(fixture, "a.html");
    assert_non_null(strstr(page, "<svg"));
    all = realloc(all, length + strlen(page) + 1);
    strcpy(all + length, page);
    free(page);
    return all;
}

static void any_language_gives_the_same_bytes(void **state)
{
    const struct program_fixture *fixture = *state;
    char *entries[3];
    size_t spoken = 0;
    const char *const neutral[] = {"LC_ALL=C.UTF-8", NULL};
    char *wanted = outputs(fixture, neutral);
    for (size_t k = 0; k < sizeof LOCALE / sizeof LOCALE[0]; k++) {
        if (!make_locale(fixture, LOCALE[k], entries)) {
            print_message("skipped: %s cannot be made here (Debian: apt install locales)\n", LOCALE[k]);
            continue;
        }
        char *got = outputs(fixture, (const char *const *)entries);
        assert_string_equal(got, wanted);
        free(got);
        spoken++;
    }
    free(wanted);
    if (spoken == 0)
        skip();
    fault_held("49", "the languages de_DE and tr_TR", spoken,
               "text, page, JSON and rows the same, byte for byte");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_language_gives_the_same_bytes, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
