/* SPDX-License-Identifier: MIT */
/* compare and trend as a user runs them, on sessions of a simulated runner. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "analyzer/multi_session/simulated_person.h"
#include "analyzer/program/program_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLLER BUILD_DIR "/virtual-roller"

/* Simulate a session on a day of March 2026. `spots`: positions in mm; `seconds`: the dwell on each spot. */
static void simulate_session(const struct program_fixture *fixture, const char *file, const char *leg, int day,
                             const char *spots, const char *seconds)
{
    char seed[16], started[48];
    snprintf(seed, sizeof seed, "%d", 2 * day + (leg[0] == 'l'));
    snprintf(started, sizeof started, "2026-03-%02dT18:30:00.000+01:00", day);
    const char *const argv[] = {ROLLER,  "--session",      file,    "--seed",  seed,  "--person",
                                "5",     "--subject",      "Anna",  "--leg",   leg,   "--strokes",
                                "16",    "--started",      started, "--spots", spots, "--spot-dwell",
                                seconds, "--thigh-length", "352",   NULL};
    struct program_options options = {.folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, PROGRAM_LIMIT_S);
    program_assert_status(&result, 0);
    program_result_free(&result);
}

/* Add three sessions to the folder of program_fixture: then.csv and now.csv of the right leg, a week apart, and
 * left.csv. */
static int set_up(void **state)
{
    program_set_up(state);
    const struct program_fixture *fixture = *state;
    simulate_session(fixture, "then.csv", "right", 1, "117,250", "32,12");
    simulate_session(fixture, "now.csv", "right", 8, "117", "12");
    simulate_session(fixture, "left.csv", "left", 8, "120", "12");
    return 0;
}

static struct program_result run(const struct program_fixture *fixture, const char *command, const char *a,
                                 const char *b, const char *c)
{
    return program_run_in(fixture, NULL, command, a, b, c);
}

/* Check the exit status, and that standard output contains `part`. */
static void assert_out(struct program_result result, int status, const char *part)
{
    program_assert_status(&result, status);
    if (!strstr(result.out, part))
        print_error("stdout: %s\n", result.out);
    assert_non_null(strstr(result.out, part));
    program_result_free(&result);
}

static void a_wrong_command_line_is_reported(void **state)
{
    const struct program_fixture *fixture = *state;
    program_assert_message(run(fixture, "compare", "then.csv", NULL, NULL), 2, "two sessions or more");
    program_assert_message(run(fixture, "trend", NULL, NULL, NULL), 2, "Give a folder");
    program_assert_message(run(fixture, "compare", "then.csv", "now.csv", "--subject=x"), 2, "to trend");
    program_assert_message(run(fixture, "compare", "--format=pdf", "then.csv", "now.csv"), 2, "add --charts DIR");
    program_assert_message(run(fixture, "trend", "--json", "-ox.html", "."), 2, "omit one of them");
    program_assert_message(run(fixture, "trend", "--json", "--open", "."), 2, "but --json draws none");
    assert_out(run(fixture, "compare", "--help", NULL, NULL), 0, "usage: roller-analyzer compare");
    assert_out(run(fixture, "trend", "--help", NULL, NULL), 0, "--subject NAME");
}

static void sessions_are_compared_by_date_in_any_order(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result result = run(fixture, "compare", "now.csv", "then.csv", NULL);
    program_assert_status(&result, 0);
    assert_non_null(strstr(result.out, "Your right thigh, compared with a week before: the spot at 1"));
    assert_non_null(strstr(result.out, " s instead of "));
    assert_non_null(strstr(result.out, "Of 2 spots 1 took less time, 1 had no stop this time."));
    assert_non_null(strstr(result.out, "Page with charts: then-compared.html"));
    assert_string_equal(result.err, "");
    char *page = program_read_file(fixture, "then-compared.html");
    char title[200];
    snprintf(title, sizeof title, "<h1>%.*s", (int)strcspn(result.out, "\n"), result.out);
    assert_non_null(strstr(page, title));
    assert_non_null(strstr(page, "<svg "));
    free(page);
    program_result_free(&result);
    assert_out(run(fixture, "compare", "then.csv", "now.csv", "-oother.html"), 0, "Page with charts: other.html");
    assert_true(program_file_exists(fixture, "other.html"));
    assert_false(program_file_exists(fixture, "now-compared.html"));
    assert_out(run(fixture, "compare", "--json", "then.csv", "now.csv"), 0,
               "{\"compare\":1,\"sessions\":[{\"file\":\"then.csv\"");
    assert_false(program_file_exists(fixture, "now-compared.html"));
    assert_out(run(fixture, "compare", "then.csv", "left.csv", "now.csv"), 0, "on both legs");
}

static void a_foreign_file_is_kept_and_a_page_needs_no_gnuplot(void **state)
{
    const struct program_fixture *fixture = *state;
    char path[400];
    temp_file_write(temp_dir_join(&fixture->dir, "now-compared.html", path, sizeof path), "mine", 4);
    assert_out(run(fixture, "compare", "then.csv", "now.csv", NULL), EXIT_STATUS_OUTPUT,
               ", compared with a week before: the spot at ");
    char *page = program_read_file(fixture, "now-compared.html");
    assert_string_equal(page, "mine");
    free(page);
    const char *const env[] = {"ROLLER_GNUPLOT=no-such-gnuplot", NULL};
    const struct program_options options = {.env = env};
    assert_out(program_run_in(fixture, &options, "compare", "then.csv", "now.csv", "-oc.html"), EXIT_STATUS_NO_CHARTS,
               "Page with charts: c.html");
    assert_out(program_run_in(fixture, &options, "trend", "then.csv", "now.csv", "-ot.html"), EXIT_STATUS_NO_CHARTS,
               "Page with charts: t.html");
    page = program_read_file(fixture, "t.html");
    assert_non_null(strstr(page, "This page has no charts."));
    free(page);
}

static void charts_are_written_as_files(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char *const names[] = {"c/now-mirror-right.svg", "c/now-mirror-sides.svg", "c/trend-weeks-right.svg",
                                        "c/trend-weeks-left.svg"};
    assert_out(run(fixture, "compare", "--charts=c", "then.csv", "now.csv"), 0, "Page with charts");
    assert_out(run(fixture, "compare", "--charts=c", "left.csv", "now.csv"), 0, "Page with charts");
    assert_out(run(fixture, "trend", "--charts=c", "--subject=Anna", "."), 0, "Page with charts");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *svg = program_read_file(fixture, names[i]);
        assert_non_null(svg);
        assert_non_null(strstr(svg, "</svg>"));
        assert_non_null(
            strstr(svg, i < 2 ? "time spent on a spot" : "rolled past without staying")); /* text in the legend */
        free(svg);
    }
    program_assert_message(run(fixture, "compare", "--charts=c", "left.csv", "now.csv"), EXIT_STATUS_OUTPUT,
                           "already exists");
    assert_out(run(fixture, "trend", "--charts=c", "--overwrite", "then.csv"), 0, "Page with charts");
}

static void an_unusable_file_is_named(void **state)
{
    const struct program_fixture *fixture = *state;
    struct program_result result = run(fixture, "compare", "then.csv", "absent.csv", "now.csv");
    program_assert_status(&result, EXIT_STATUS_INPUT);
    assert_non_null(strstr(result.err, "absent.csv"));
    assert_non_null(strstr(result.out, ", compared with a week before: the spot at "));
    assert_non_null(strstr(result.out, "Left out\n  - absent.csv: "));
    program_result_free(&result);
    /* a.csv is from another person. */
    result = run(fixture, "compare", "then.csv", "a.csv", NULL);
    program_assert_status(&result, EXIT_STATUS_INPUT);
    assert_non_null(strstr(result.err, "1 session of another person was left out."));
    assert_non_null(strstr(result.err, "Nothing to compare: only one of 2 sessions can be used."));
    assert_string_equal(result.out, "");
    program_result_free(&result);
    program_assert_message(run(fixture, "compare", "then.csv", "then.csv", NULL), EXIT_STATUS_INPUT, "same recording");
}

static void a_trend_of_a_folder_ignores_other_files(void **state)
{
    const struct program_fixture *fixture = *state;
    char path[400], inner_path[500];
    temp_dir_join(&fixture->dir, "sessions", path, sizeof path);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int day = 1; day <= 6; day++) {
        char name[40], seconds[8];
        snprintf(name, sizeof name, "sessions/%d.csv%s", 9 - day, day == 6 ? ".part" : "");
        snprintf(seconds, sizeof seconds, "%d", 50 - 6 * day);
        simulate_session(fixture, name, "right", day, "117", seconds);
    }
    snprintf(inner_path, sizeof inner_path, "%s/diary.csv", path);
    temp_file_write(inner_path, "dear diary\n", 11);
    snprintf(inner_path, sizeof inner_path, "%s/pipe.csv", path);
    assert_int_equal(mkfifo(inner_path, 0600), 0);
    snprintf(inner_path, sizeof inner_path, "%s/folder.csv", path);
    assert_int_equal(mkdir(inner_path, 0700), 0);
    simulated_person_edit(fixture, "then.csv", "sessions/folder.csv/deep.csv", "# leg", "# leg: left");
    simulated_person_edit(fixture, "then.csv", "sessions/undated.csv", "# started", "# started: yesterday");
    struct program_result result = run(fixture, "trend", "sessions", NULL, NULL);
    program_assert_status(&result,
                          EXIT_STATUS_INPUT); /* because of the pipe; files that are no sessions do not count */
    assert_string_equal(result.err, "roller-analyzer: sessions/pipe.csv is a named pipe, not a file.\n");
    assert_non_null(strstr(result.out, "Right thigh: 1 spot, with shorter stays."));
    assert_non_null(strstr(result.out, "6 sessions, 1 March 2026 to 6 March 2026"));
    assert_non_null(strstr(result.out, "  - sessions/diary.csv: It is not a session file"));
    assert_non_null(strstr(result.out, "  - sessions/undated.csv: It does not say when it was recorded."));
    assert_non_null(strstr(result.out, "  - sessions/pipe.csv: It is a named pipe, not a file."));
    assert_null(strstr(result.out, "Left thigh"));
    assert_non_null(strstr(result.out, "Page with charts: sessions/trend.html"));
    assert_true(program_file_exists(fixture, "sessions/trend.html"));
    program_result_free(&result);
    /* Run it again without the pipe, one session at a time. It replaces the existing page. */
    snprintf(inner_path, sizeof inner_path, "%s/pipe.csv", path);
    assert_int_equal(unlink(inner_path), 0);
    assert_out(run(fixture, "trend", "--jobs=1", "sessions/", NULL), 0, "Page with charts: sessions/trend.html");
    assert_out(run(fixture, "trend", "--json", "sessions", NULL), 0, "\"direction\":\"falling\"");
    program_assert_message(run(fixture, "trend", "sessions/folder.csv/none", NULL, NULL), EXIT_STATUS_INPUT, "none");
    assert_int_equal(mkdir(temp_dir_join(&fixture->dir, "empty", path, sizeof path), 0700), 0);
    program_assert_message(run(fixture, "trend", "empty", NULL, NULL), EXIT_STATUS_INPUT, "no .csv and no .csv.part");
    /* A file that the user names must be a session. */
    result = run(fixture, "trend", "sessions/8.csv", "sessions/diary.csv", "-ot.html");
    program_assert_status(&result, EXIT_STATUS_INPUT);
    assert_non_null(strstr(result.err, "sessions/diary.csv is not a session file"));
    assert_non_null(strstr(result.out, "1 session, 1 March 2026"));
    program_result_free(&result);
}

static void with_several_people_one_must_be_chosen(void **state)
{
    const struct program_fixture *fixture = *state;
    program_assert_message(run(fixture, "trend", ".", NULL, NULL), 2,
                           "someone (1 session), Anna (3 sessions). Choose one with --subject NAME.");
    program_assert_message(run(fixture, "trend", "--subject=Carl", ".", NULL), 2, "No session names \"Carl\"");
    assert_false(program_file_exists(fixture, "trend.html"));
    struct program_result result = run(fixture, "trend", "--subject=Anna", ".", NULL);
    program_assert_status(&result, 0);
    assert_non_null(strstr(result.out, "Right thigh: "));
    assert_non_null(strstr(result.out, "Left thigh: "));
    assert_non_null(strstr(result.out, "  - 1 session of another person was left out."));
    assert_null(strstr(result.out, "someone"));
    assert_null(strstr(result.out, "a.csv"));
    assert_true(program_file_exists(fixture, "trend-Anna.html"));
    program_result_free(&result);
}

static void hostile_names_and_subjects_do_no_harm(void **state)
{
    static const char *const names[] = {"$(touch canary).csv", "`touch canary`.csv", "'; touch canary; '.csv",
                                        "\"><script>.csv",     "a\x1b[31m.csv",      "a\nb.csv"};
    static const char subject[] = "../../x/$(touch canary)<script>'";
    const struct program_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        simulated_person_edit(fixture, "now.csv", names[i], "# subject", "# subject: ../../x/$(touch canary)<script>'");
        simulated_person_edit(fixture, "then.csv", "then.csv", "# subject",
                              "# subject: ../../x/$(touch canary)<script>'");
        struct program_result result = run(fixture, "compare", "then.csv", names[i], "-ox.html");
        program_assert_status(&result, 0);
        assert_null(strchr(result.out, '\x1b'));
        program_result_free(&result);
        char wanted[80];
        snprintf(wanted, sizeof wanted, "--subject=%s", subject);
        result = run(fixture, "trend", wanted, ".", NULL);
        program_assert_status(&result, 0);
        assert_null(strchr(result.out, '\x1b'));
        program_result_free(&result);
        const char *const pages[] = {"x.html", "trend-..-..-x---touch canary--script---915eaaa6.html"};
        for (size_t k = 0; k < 2; k++) {
            char *page = program_read_file(fixture, pages[k]);
            assert_non_null(page);
            assert_null(strstr(page, "<script"));
            assert_null(strchr(page, '\x1b'));
            free(page);
        }
        assert_false(program_file_exists(fixture, "canary"));
    }
}

static void other_letters_become_ascii_with_ascii(void **state)
{
    const struct program_fixture *fixture = *state;
    simulated_person_edit(fixture, "then.csv", "zoe-1.csv", "# subject:", "# subject: Zo\xC3\xAB");
    simulated_person_edit(fixture, "now.csv", "zo\xC3\xAB-2.csv", "# subject:", "# subject: Zo\xC3\xAB");
    assert_out(run(fixture, "compare", "--ascii", "zoe-1.csv", "zo\xC3\xAB-2.csv"), 0, "zo?-2.csv");
    assert_out(run(fixture, "trend", "--ascii", "zoe-1.csv", "zo\xC3\xAB-2.csv"), 0, "Zo?\n");
    assert_out(run(fixture, "trend", "--json", "zoe-1.csv", "zo\xC3\xAB-2.csv"), 0, "\"subject\":\"Zo\xC3\xAB\"");
}

int main(void)
{
#define WITH_SESSIONS(test) cmocka_unit_test_setup_teardown(test, set_up, program_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SESSIONS(a_wrong_command_line_is_reported),
        WITH_SESSIONS(sessions_are_compared_by_date_in_any_order),
        WITH_SESSIONS(a_foreign_file_is_kept_and_a_page_needs_no_gnuplot),
        WITH_SESSIONS(charts_are_written_as_files),
        WITH_SESSIONS(an_unusable_file_is_named),
        WITH_SESSIONS(a_trend_of_a_folder_ignores_other_files),
        WITH_SESSIONS(with_several_people_one_must_be_chosen),
        WITH_SESSIONS(hostile_names_and_subjects_do_no_harm),
        WITH_SESSIONS(other_letters_become_ascii_with_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
