/* SPDX-License-Identifier: MIT */
/* What roller-analyzer must not do, whatever names, texts and circumstances it meets. */
#include "cmocka_includes.h"

#include "failure.h"
#include "made_session.h"
#include "program_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_foreign_page_stays_and_the_text_comes(void **state)
{
    struct program_fixture *fixture = *state;
    char path[400];
    temp_file_write(temp_dir_join(&fixture->dir, "a.html", path, sizeof path), "<p>mine</p>", 11);
    struct program_result said = program_run_in(fixture, NULL, "report", "a.csv", NULL, NULL);
    program_assert_status(&said, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(said.err, "was left as it is"));
    assert_non_null(strstr(said.out, "You lingered at 1 place"));
    assert_null(strstr(said.out, "Report with charts"));
    char *page = program_file(fixture, "a.html");
    assert_string_equal(page, "<p>mine</p>");
    free(page);
    program_result_free(&said);
}

static void without_gnuplot_the_report_comes_all_the_same(void **state)
{
    struct program_fixture *fixture = *state;
    const char *const env[] = {"ROLLER_GNUPLOT=no-such-gnuplot", NULL};
    const struct program_options options = {.env = env};
    struct program_result said = program_run_in(fixture, &options, "report", "a.csv", NULL, NULL);
    program_assert_status(&said, EXIT_STATUS_NO_CHARTS);
    assert_non_null(strstr(said.err, "Install gnuplot"));
    assert_non_null(strstr(said.out, "You lingered at 1 place"));
    char *page = program_file(fixture, "a.html");
    assert_non_null(page);
    assert_non_null(strstr(page, "This page has no charts."));
    free(page);
    program_result_free(&said);
}

static void standard_output_that_takes_nothing_is_told(void **state)
{
    struct program_fixture *fixture = *state;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(full > 0);
    const struct program_options options = {.out_fd = full};
    program_assert_said(program_run_in(fixture, &options, "report", "--json", "a.csv", NULL),
                        EXIT_STATUS_OUTPUT, "standard output");
    program_assert_said(program_run_in(fixture, &options, "export", "a.csv", NULL, NULL), EXIT_STATUS_OUTPUT,
                        "standard output");
    program_assert_said(program_run_in(fixture, &options, "--help", NULL, NULL, NULL), EXIT_STATUS_OUTPUT,
                        "standard output");
    close(full);
    /* Closed: what is opened next must not take its place. */
    const char *const closed[] = {"sh", "-c", "exec " PROGRAM_ANALYZER " report a.csv >&-", NULL};
    struct program_options in_folder = {.folder = fixture->dir.path};
    program_assert_said(program_run(closed, &in_folder, PROGRAM_LIMIT_S), EXIT_STATUS_OUTPUT,
                        "standard output");
    char *session = program_file(fixture, "a.csv");
    assert_int_equal(strncmp(session, "# foam-roller-session", 21), 0);
    free(session);
    /* A reader that went away. */
    const char *const pipe[] = {"sh", "-c",
                                "{ " PROGRAM_ANALYZER " export a.csv; echo $? >status; } | :", NULL};
    struct program_result said = program_run(pipe, &in_folder, PROGRAM_LIMIT_S);
    char *status = program_file(fixture, "status");
    assert_string_equal(status, "5\n");
    free(status);
    program_result_free(&said);
}

static void hostile_names_and_texts_do_nothing(void **state)
{
    static const char *const names[] = {"$(touch canary).csv",
                                        "`touch canary`.csv",
                                        "'; touch canary; '.csv",
                                        "\"><script>.csv",
                                        "a\x1b[31m.csv",
                                        "| touch canary.csv",
                                        "a\nb.csv"};
    struct program_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[400], page_name[100];
        temp_dir_join(&fixture->dir, names[i], path, sizeof path);
        made_session_write(path, "`touch canary` $(touch canary) <script>1</script> \x1b[2J '");
        struct program_result said = program_run_in(fixture, NULL, "report", names[i], NULL, NULL);
        program_assert_status(&said, 0);
        assert_null(strchr(said.out, '\x1b'));
        assert_null(strchr(said.err, '\x1b'));
        strcpy(page_name, names[i]);
        strcpy(strrchr(page_name, '.'), ".html");
        char *page = program_file(fixture, page_name);
        assert_non_null(page);
        assert_null(strstr(page, "<script"));
        assert_null(strchr(page, '\x1b'));
        free(page);
        program_result_free(&said);
        assert_false(program_wrote(fixture, "canary"));
    }
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, program_set_up, program_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_foreign_page_stays_and_the_text_comes),
        WITH_FIXTURE(without_gnuplot_the_report_comes_all_the_same),
        WITH_FIXTURE(standard_output_that_takes_nothing_is_told),
        WITH_FIXTURE(hostile_names_and_texts_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
