/* SPDX-License-Identifier: MIT */
/* Failures that roller-analyzer must survive without damage: foreign files, a broken gnuplot, closed outputs,
 * no permissions. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "support/fault.h"
#include "program_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_foreign_page_stays_and_the_text_is_printed(void **state)
{
    struct program_fixture *fixture = *state;
    char path[400];
    temp_file_write(temp_dir_join(&fixture->dir, "a.html", path, sizeof path), "<p>mine</p>", 11);
    struct program_result run = program_run_in(fixture, NULL, "report", "a.csv", NULL, NULL);
    program_assert_status(&run, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(run.err, "was left as it is"));
    assert_non_null(strstr(run.out, "You stayed at 1 place"));
    assert_null(strstr(run.out, "Report with charts"));
    char *page = program_read_file(fixture, "a.html");
    assert_string_equal(page, "<p>mine</p>");
    free(page);
    program_result_free(&run);
}

static void without_gnuplot_the_report_has_no_charts(void **state)
{
    struct program_fixture *fixture = *state;
    const char *const env[] = {"ROLLER_GNUPLOT=no-such-gnuplot", NULL};
    const struct program_options options = {.env = env};
    struct program_result run = program_run_in(fixture, &options, "report", "a.csv", NULL, NULL);
    program_assert_status(&run, EXIT_STATUS_NO_CHARTS);
    assert_non_null(strstr(run.err, "Install gnuplot"));
    assert_non_null(strstr(run.out, "You stayed at 1 place"));
    char *page = program_read_file(fixture, "a.html");
    assert_non_null(page);
    assert_non_null(strstr(page, "This page has no charts."));
    free(page);
    program_result_free(&run);
}

static void a_failing_standard_output_is_reported(void **state)
{
    struct program_fixture *fixture = *state;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(full > 0);
    const struct program_options options = {.out_fd = full};
    program_assert_message(program_run_in(fixture, &options, "report", "--json", "a.csv", NULL), EXIT_STATUS_OUTPUT,
                           "standard output");
    program_assert_message(program_run_in(fixture, &options, "export", "a.csv", NULL, NULL), EXIT_STATUS_OUTPUT,
                           "standard output");
    program_assert_message(program_run_in(fixture, &options, "--help", NULL, NULL, NULL), EXIT_STATUS_OUTPUT,
                           "standard output");
    close(full);
    /* If standard output is closed, the next opened file must not become standard output. */
    const char *const closed[] = {"sh", "-c", "exec " PROGRAM_ANALYZER " report a.csv >&-", NULL};
    struct program_options in_folder = {.folder = fixture->dir.path};
    program_assert_message(program_run(closed, &in_folder, PROGRAM_LIMIT_S), EXIT_STATUS_OUTPUT, "standard output");
    char *session = program_read_file(fixture, "a.csv");
    assert_int_equal(strncmp(session, "# foam-roller-session", 21), 0);
    free(session);
    /* Writing to a pipe whose reader has closed it is an error too. */
    const char *const pipe[] = {"sh", "-c", "{ " PROGRAM_ANALYZER " export a.csv; echo $? >status; } | :", NULL};
    struct program_result run = program_run(pipe, &in_folder, PROGRAM_LIMIT_S);
    char *status = program_read_file(fixture, "status");
    assert_string_equal(status, "5\n");
    free(status);
    program_result_free(&run);
}

/* Make a shell script of `lines`, and the environment entry that lets it run instead of gnuplot. */
static void substitute_gnuplot(struct program_fixture *fixture, const char *lines, char *entry, size_t size)
{
    char path[400], script[300];
    snprintf(script, sizeof script, "#!/bin/sh\n%s\n", lines);
    temp_file_write(temp_dir_join(&fixture->dir, "gnuplot-substitute", path, sizeof path), script, strlen(script));
    assert_int_equal(chmod(path, 0755), 0);
    snprintf(entry, size, "ROLLER_GNUPLOT=%s", path);
}

static void a_broken_gnuplot_costs_the_charts_only(void **state)
{
    static const struct {
        const char *lines, *message;
    } substitutes[] = {
        {"kill -SEGV $$", "killed by signal 11"},
        {"echo no font >&2; exit 1", "said: no font"},
        {"exit 0", "omitted a picture or left it incomplete"},
        {"for f in thigh session strokes force; do : >$f.svg; : >$f-narrow.svg; : >$f-paper.svg; done",
         "omitted a picture or left it incomplete"},
        {"exec sleep 60", "did not finish within 30 s"},
    };
    struct program_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof substitutes / sizeof substitutes[0]; i++) {
        char entry[450];
        substitute_gnuplot(fixture, substitutes[i].lines, entry, sizeof entry);
        const char *const env[] = {entry, NULL};
        const struct program_options options = {.env = env};
        struct program_result run = program_run_in(fixture, &options, "report", "a.csv", NULL, NULL);
        program_assert_status(&run, EXIT_STATUS_NO_CHARTS);
        assert_non_null(strstr(run.err, substitutes[i].message));
        assert_non_null(strstr(run.out, "You stayed at 1 place"));
        assert_non_null(strstr(run.out, "Report with charts: a.html"));
        program_result_free(&run);
    }
    fault_held("58", "gnuplot missing, crashing, failing, without pictures, hanging",
               1 + sizeof substitutes / sizeof substitutes[0], "text and page are complete, exit 6");
}

/* Run roller-analyzer as an unprivileged user: the current one, or `nobody` if that is root. */
static struct program_result run_unprivileged(struct program_fixture *fixture, const char *const arguments[])
{
    const char *argv[16] = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    size_t count = geteuid() == 0 ? 4 : 0;
    argv[count++] = PROGRAM_ANALYZER;
    for (size_t i = 0; arguments[i]; i++)
        argv[count++] = arguments[i];
    argv[count] = NULL;
    static const char *const env[] = {"TMPDIR=/tmp", NULL}; /* that user may have no access to the test's own */
    const struct program_options options = {.folder = fixture->dir.path, .env = env};
    return program_run(argv, &options, PROGRAM_LIMIT_S);
}
#define UNPRIVILEGED(fixture, ...) run_unprivileged(fixture, (const char *const[]){__VA_ARGS__, NULL})

static void without_rights_the_message_names_the_file(void **state)
{
    struct program_fixture *fixture = *state;
    char session[400];
    assert_int_equal(chmod(fixture->dir.path, 0755), 0);
    struct program_result run = UNPRIVILEGED(fixture, "--version");
    bool possible = run.status == 0;
    program_result_free(&run);
    if (!possible) {
        print_message("skipped: the user nobody cannot run " PROGRAM_ANALYZER
                      ": setpriv is missing, or the folder is not accessible\n");
        skip();
    }
    temp_dir_join(&fixture->dir, "a.csv", session, sizeof session);
    assert_int_equal(chmod(session, 0), 0);
    program_assert_message(UNPRIVILEGED(fixture, "report", "a.csv"), EXIT_STATUS_INPUT,
                           "a.csv cannot be opened: Permission");

    assert_int_equal(chmod(session, 0644), 0);
    assert_int_equal(chmod(fixture->dir.path, 0555), 0); /* now not even the owner can write */
    run = UNPRIVILEGED(fixture, "report", "a.csv");
    program_assert_status(&run, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(run.err, "Cannot write a.html: Permission denied"));
    assert_non_null(strstr(run.out, "You stayed at 1 place"));
    program_result_free(&run);
    program_assert_message(UNPRIVILEGED(fixture, "report", "a.csv", "-o", "/dev/null/x.html", "--charts", "charts"),
                           EXIT_STATUS_OUTPUT, "Cannot make the folder charts for the charts: Permission denied");
    run = UNPRIVILEGED(fixture, "report", "--json", "a.csv"); /* this command only reads */
    program_assert_status(&run, 0);
    program_result_free(&run);
    assert_int_equal(chmod(fixture->dir.path, 0700), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, program_set_up, program_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_foreign_page_stays_and_the_text_is_printed),
        WITH_FIXTURE(without_gnuplot_the_report_has_no_charts),
        WITH_FIXTURE(a_failing_standard_output_is_reported),
        WITH_FIXTURE(a_broken_gnuplot_costs_the_charts_only),
        WITH_FIXTURE(without_rights_the_message_names_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
