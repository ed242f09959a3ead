/* SPDX-License-Identifier: MIT */
/* A folder with the sessions of several people, as a practice has it: a report on one person holds nothing of another,
 * and one person is one person however a name was typed. */
#include "analyzer/multi_session/simulated_person.h"
#include "analyzer/program/program_fixture.h"
#include "shared/failure.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BEN_NOTE "knee surgery"

/* What may not appear in any output: Ben's name, the names of his files, his dates, his note. */
static const char *const OF_BEN[] = {"Ben",  "ben",    "bert",   "2025-07",    "July 2025",
                                     "2025", "jumper", BEN_NOTE, "2061-02-03", "2061"};

/* Fill the folder: two sessions of Anna, and of Ben two good ones, one without its rows, one without a date, one with a
 * wrong clock, one whose radius is invalid, and one that is on the disk twice. */
static int set_up(void **state)
{
    program_set_up(state);
    const struct program_fixture *fixture = *state;
    char path[400];
    assert_int_equal(mkdir(temp_dir_join(&fixture->dir, "all", path, sizeof path), 0700), 0);
    simulated_person_session(fixture, "all/1.csv", "Anna", "2026-03-01T18:30:00.000+01:00", 1);
    simulated_person_session(fixture, "all/2.csv", "Anna", "2026-03-08T18:30:00.000+01:00", 2);
    simulated_person_session(fixture, "all/ben-1.csv", "Ben", "2025-07-02T07:05:00.000+02:00", 3);
    simulated_person_session(fixture, "all/jumper.csv", "Ben", "2025-07-09T07:05:00.000+02:00", 4);
    simulated_person_edit(fixture, "all/ben-1.csv", "all/ben-1-copy.csv", "# note", "# note: " BEN_NOTE);
    simulated_person_edit(fixture, "all/ben-1.csv", "all/bert-undated.csv", "# started", "# started: in July 2025");
    simulated_person_edit(fixture, "all/ben-1.csv", "all/bert-clock.csv", "# started",
                          "# started: 2061-02-03T07:05:00+02:00");
    simulated_person_edit(fixture, "all/ben-1.csv", "all/bert-radius.csv", "# rolling_radius_mm",
                          "# rolling_radius_mm: " BEN_NOTE);
    simulated_person_edit(fixture, "all/ben-1.csv", "all/bert-table.csv", "time_s", "no table");
    return 0;
}

/* Fail if `text` has a byte of Ben. */
static void assert_nothing_of_ben(const char *where, const char *text)
{
    assert_non_null(text);
    for (size_t k = 0; k < sizeof OF_BEN / sizeof OF_BEN[0]; k++)
        if (strstr(text, OF_BEN[k]) != NULL)
            fail_msg("%s has \"%s\": %.200s", where, OF_BEN[k], strstr(text, OF_BEN[k]));
}

static void assert_file_without_ben(const struct program_fixture *fixture, const char *name)
{
    char *text = program_read_file(fixture, name);
    assert_nothing_of_ben(name, text);
    free(text);
}

static void nothing_of_another_person_is_shown(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "trend", "--subject=Anna", "--charts=charts", "all");
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "  - 7 sessions of other people were left out."));
    assert_non_null(strstr(run.out, "2 sessions, 1 March 2026 to 8 March 2026"));
    assert_nothing_of_ben("the text", run.out);
    assert_string_equal(run.err, "");
    program_result_free(&run);
    assert_file_without_ben(fixture, "all/trend-Anna.html");
    assert_file_without_ben(fixture, "charts/trend-weeks-right.svg");
    run = program_run_in(fixture, NULL, "trend", "--subject=Anna", "--json", "all");
    program_assert_status(&run, 0);
    assert_non_null(
        strstr(run.out, "{\"file\":null,\"why\":\"7 sessions of other people were left out.\",\"count\":7}"));
    assert_nothing_of_ben("the JSON", run.out);
    program_result_free(&run);
    /* the same if the files are named, not found in a folder */
    run = program_run_in(fixture, NULL, "trend", "--subject=Anna", "all/1.csv", "all/bert-radius.csv");
    program_assert_status(&run, 0);
    assert_nothing_of_ben("the text", run.out);
    assert_string_equal(run.err, "");
    program_result_free(&run);
    run = program_run_in(fixture, NULL, "compare", "all/1.csv", "all/2.csv", "all/jumper.csv");
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "1 session of another person was left out."));
    assert_nothing_of_ben("the comparison", run.out);
    program_result_free(&run);
    assert_file_without_ben(fixture, "all/2-compared.html");
}

static void a_persons_own_files_are_named(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "trend", "--subject=Ben", "all", NULL);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "  - all/bert-undated.csv: It does not say when it was recorded."));
    assert_non_null(strstr(run.out, "  - all/bert-clock.csv: The clock of its computer was wrong: it says 2061-02-03"));
    assert_non_null(strstr(run.out, "  - all/bert-radius.csv: "));
    assert_non_null(strstr(run.out, "  - all/bert-table.csv: "));
    assert_non_null(strstr(run.out, "2 sessions of other people"));
    assert_null(strstr(run.out, "Anna"));
    program_result_free(&run);
}

/* One letter, or a letter and its accent (NFC and NFD). Another name has a page of its own. */
static void one_name_is_one_person(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char composed[] = "Zo\xC3\xAB", decomposed[] = "Zoe\xCC\x88";
    char path[400], subject[60];
    assert_int_equal(mkdir(temp_dir_join(&fixture->dir, "zoe", path, sizeof path), 0700), 0);
    simulated_person_session(fixture, "zoe/1.csv", composed, "2026-03-01T18:30:00.000+01:00", 1);
    simulated_person_session(fixture, "zoe/2.csv", decomposed, "2026-03-08T18:30:00.000+01:00", 2);
    simulated_person_session(fixture, "zoe/3.csv", "Zo\xC3\xA8", "2026-03-09T18:30:00.000+01:00", 3);
    for (int form = 0; form < 2; form++) {
        snprintf(subject, sizeof subject, "--subject=%s", form == 0 ? composed : decomposed);
        struct program_result run = program_run_in(fixture, NULL, "trend", subject, "zoe", NULL);
        program_assert_status(&run, 0);
        assert_non_null(strstr(run.out, "2 sessions, 1 March 2026 to 8 March 2026"));
        assert_non_null(strstr(run.out, "1 session of another person was left out."));
        assert_non_null(strstr(run.out, "Page with charts: zoe/trend-Zo\xC3\xAB.html"));
        program_result_free(&run);
    }
    struct program_result run = program_run_in(fixture, NULL, "trend", "--subject=Zo\xC3\xA8", "zoe", NULL);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "Page with charts: zoe/trend-Zo\xC3\xA8.html"));
    program_result_free(&run);
    program_assert_message(program_run_in(fixture, NULL, "trend", "--subject=Zoe", "zoe", NULL), EXIT_STATUS_USAGE,
                           "No session names \"Zoe\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_of_another_person_is_shown, set_up, program_tear_down),
        cmocka_unit_test_setup_teardown(a_persons_own_files_are_named, set_up, program_tear_down),
        cmocka_unit_test_setup_teardown(one_name_is_one_person, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
