/* SPDX-License-Identifier: MIT */
/* roller-analyzer as a user runs it: what it prints, what it writes, and its exit status. */
#include "cmocka_includes.h"

#include "failure.h"
#include "made_session.h"
#include "run_program.h"
#include "temp_dir.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANALYZER BUILD_DIR "/roller-analyzer"
#define LIMIT_S 60

struct fixture {
    struct temp_dir dir;
    char session[400]; /* a.csv in it */
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "a.csv", fixture->session, sizeof fixture->session);
    made_session_write(fixture->session, "someone");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

static char *file_in(const struct fixture *fixture, const char *name)
{
    char path[400];
    return temp_file_read(temp_dir_join(&fixture->dir, name, path, sizeof path), NULL);
}

static bool is_there(const struct fixture *fixture, const char *name)
{
    char path[400];
    return access(temp_dir_join(&fixture->dir, name, path, sizeof path), F_OK) == 0;
}

/* Run in the fixture's folder with these arguments (up to 6; NULL = no more). */
static struct program_result run(const struct fixture *fixture, const struct program_options *given, const char *a,
                                 const char *b, const char *c, const char *d)
{
    struct program_options options = given ? *given : (struct program_options){0};
    const char *const argv[] = {ANALYZER, a, b, c, d, NULL};
    options.folder = fixture->dir.path;
    return program_run(argv, &options, LIMIT_S);
}

static void assert_status(const struct program_result *said, int status)
{
    if (said->status != status)
        print_error("status %d\nstdout: %s\nstderr: %s\n", said->status, said->out ? said->out : "", said->err);
    assert_int_equal(said->status, status);
}

/* One sentence on standard error that says `part`. */
static void assert_said(struct program_result said, int status, const char *part)
{
    assert_status(&said, status);
    if (!strstr(said.err, part))
        print_error("stderr: %s\n", said.err);
    assert_non_null(strstr(said.err, part));
    assert_int_equal(strncmp(said.err, "roller-analyzer: ", 17), 0);
    program_result_free(&said);
}

static void a_wrong_command_line_is_told_what_to_change(void **state)
{
    struct fixture *fixture = *state;
    assert_said(run(fixture, NULL, NULL, NULL, NULL, NULL), 2, "--help");
    assert_said(run(fixture, NULL, "rport", "a.csv", NULL, NULL), 2, "no command \"rport\"");
    assert_said(run(fixture, NULL, "report", NULL, NULL, NULL), 2, "Which session?");
    assert_said(run(fixture, NULL, "report", "--spots", "a.csv", NULL), 2, "no option --spots");
    assert_said(run(fixture, NULL, "report", "-x", "a.csv", NULL), 2, "no option -x");
    assert_said(run(fixture, NULL, "report", "a.csv", "-o", NULL), 2, "-o needs a value");
    assert_said(run(fixture, NULL, "report", "a.csv", "--spot-width", "nan"), 2, "--spot-width takes a number");
    assert_said(run(fixture, NULL, "report", "a.csv", "--thigh-length", "-350"), 2, "--thigh-length takes a number");
    assert_said(run(fixture, NULL, "report", "a.csv", "--roll-direction", "2"), 2, "1 or -1");
    assert_said(run(fixture, NULL, "report", "a.csv", "b.csv", "-ox.html"), 2, "several sessions");
    assert_said(run(fixture, NULL, "report", "a.csv", "--json", "-ox.html"), 2, "leave one of them out");
    assert_said(run(fixture, NULL, "export", "a.csv", "--json", NULL), 2, "belong to report");
    assert_said(run(fixture, NULL, "export", "a.csv", "a.csv", NULL), 2, "one session at a time");
    assert_false(is_there(fixture, "a.html"));
}

static void assert_prints(struct program_result said, const char *part)
{
    assert_status(&said, 0);
    assert_non_null(strstr(said.out, part));
    assert_string_equal(said.err, "");
    program_result_free(&said);
}

static void help_and_version_go_to_standard_output(void **state)
{
    struct fixture *fixture = *state;
    assert_prints(run(fixture, NULL, "--help", NULL, NULL, NULL), "roller-analyzer report SESSION");
    assert_prints(run(fixture, NULL, "report", "--help", NULL, NULL), "--spot-width MM");
    assert_prints(run(fixture, NULL, "export", "-h", NULL, NULL), "usage: roller-analyzer export");
    assert_prints(run(fixture, NULL, "--version", NULL, NULL, NULL), "roller-analyzer 0");
}

static void a_report_comes_with_its_page(void **state)
{
    struct fixture *fixture = *state;
    struct program_result said = run(fixture, NULL, "report", "a.csv", NULL, NULL);
    assert_status(&said, 0);
    assert_non_null(strstr(said.out, "You lingered at 1 place on your left thigh."));
    assert_non_null(strstr(said.out, "\nReport with charts: a.html\n"));
    char *page = file_in(fixture, "a.html");
    assert_non_null(page);
    assert_non_null(strstr(page, "<svg"));
    assert_non_null(strstr(page, "You lingered at 1 place on your left thigh."));
    free(page);
    program_result_free(&said);
    said = run(fixture, NULL, "report", "a.csv", "-o", "other.html"); /* and again over the old one */
    assert_status(&said, 0);
    assert_true(is_there(fixture, "other.html"));
    program_result_free(&said);
    said = run(fixture, NULL, "report", "a.csv", NULL, NULL);
    assert_status(&said, 0);
    program_result_free(&said);
}

static void json_is_one_line_each_and_no_page(void **state)
{
    struct fixture *fixture = *state;
    struct program_result said = run(fixture, NULL, "report", "a.csv", "--json", "a.csv");
    assert_status(&said, 0);
    char *second = strchr(said.out, '\n');
    assert_non_null(second);
    assert_int_equal(strncmp(said.out, second + 1, (size_t)(second - said.out) + 1), 0);
    assert_int_equal(strncmp(said.out, "{\"report\":1,\"session\":{\"file\":\"a.csv\"", 37), 0);
    assert_false(is_there(fixture, "a.html"));
    program_result_free(&said);
}

static void options_reach_the_analysis(void **state)
{
    struct fixture *fixture = *state;
    struct program_result said = run(fixture, NULL, "report", "--json", "--spot-dwell=20", "a.csv");
    assert_status(&said, 0);
    assert_non_null(strstr(said.out, "\"tender_spots\":[]"));
    program_result_free(&said);
    said = run(fixture, NULL, "report", "--json", "--thigh-length=400", "a.csv");
    assert_status(&said, 0);
    assert_non_null(strstr(said.out, "\"thigh_length_mm\":400.0"));
    program_result_free(&said);
}

static void export_has_a_row_for_each_of_the_session(void **state)
{
    struct fixture *fixture = *state;
    struct program_result said = run(fixture, NULL, "export", "a.csv", NULL, NULL);
    assert_status(&said, 0);
    const char *rows = strstr(said.out, "\ntime_s,position_mm,speed_mm_s,force_n,stroke,spot\n0.000000,");
    assert_non_null(rows);
    size_t count = 0;
    for (const char *at = rows + 1; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    assert_int_equal(count, 2500 + 1);
    program_result_free(&said);
}

static void one_bad_session_does_not_stop_the_others(void **state)
{
    struct fixture *fixture = *state;
    struct program_result said = run(fixture, NULL, "report", "absent.csv", "a.csv", NULL);
    assert_status(&said, EXIT_STATUS_INPUT);
    assert_non_null(strstr(said.err, "absent.csv"));
    assert_non_null(strstr(said.out, "Report with charts: a.html"));
    assert_false(is_there(fixture, "absent.html"));
    program_result_free(&said);
}

static void a_foreign_page_stays_and_the_text_comes(void **state)
{
    struct fixture *fixture = *state;
    char path[400];
    temp_file_write(temp_dir_join(&fixture->dir, "a.html", path, sizeof path), "<p>mine</p>", 11);
    struct program_result said = run(fixture, NULL, "report", "a.csv", NULL, NULL);
    assert_status(&said, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(said.err, "was left as it is"));
    assert_non_null(strstr(said.out, "You lingered at 1 place"));
    assert_null(strstr(said.out, "Report with charts"));
    char *page = file_in(fixture, "a.html");
    assert_string_equal(page, "<p>mine</p>");
    free(page);
    program_result_free(&said);
}

static void without_gnuplot_the_report_comes_all_the_same(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {"ROLLER_GNUPLOT=no-such-gnuplot", NULL};
    const struct program_options options = {.env = env};
    struct program_result said = run(fixture, &options, "report", "a.csv", NULL, NULL);
    assert_status(&said, EXIT_STATUS_NO_CHARTS);
    assert_non_null(strstr(said.err, "Install gnuplot"));
    assert_non_null(strstr(said.out, "You lingered at 1 place"));
    char *page = file_in(fixture, "a.html");
    assert_non_null(page);
    assert_non_null(strstr(page, "This page has no charts."));
    free(page);
    program_result_free(&said);
}

static void standard_output_that_takes_nothing_is_told(void **state)
{
    struct fixture *fixture = *state;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(full > 0);
    const struct program_options options = {.out_fd = full};
    assert_said(run(fixture, &options, "report", "--json", "a.csv", NULL), EXIT_STATUS_OUTPUT, "standard output");
    assert_said(run(fixture, &options, "export", "a.csv", NULL, NULL), EXIT_STATUS_OUTPUT, "standard output");
    assert_said(run(fixture, &options, "--help", NULL, NULL, NULL), EXIT_STATUS_OUTPUT, "standard output");
    close(full);
    /* Closed: what is opened next must not take its place. */
    const char *const closed[] = {"sh", "-c", "exec " ANALYZER " report a.csv >&-", NULL};
    struct program_options in_folder = {.folder = fixture->dir.path};
    assert_said(program_run(closed, &in_folder, LIMIT_S), EXIT_STATUS_OUTPUT, "standard output");
    char *session = file_in(fixture, "a.csv");
    assert_int_equal(strncmp(session, "# foam-roller-session", 21), 0);
    free(session);
    /* A reader that went away. */
    const char *const pipe[] = {"sh", "-c", "{ " ANALYZER " export a.csv; echo $? >status; } | :", NULL};
    struct program_result said = program_run(pipe, &in_folder, LIMIT_S);
    char *status = file_in(fixture, "status");
    assert_string_equal(status, "5\n");
    free(status);
    program_result_free(&said);
}

static void standard_input_is_a_session_too(void **state)
{
    struct fixture *fixture = *state;
    char *bytes = file_in(fixture, "a.csv");
    const struct program_options options = {.input = bytes, .input_length = strlen(bytes)};
    struct program_result said = run(fixture, &options, "report", "-", NULL, NULL);
    assert_status(&said, 0);
    assert_non_null(strstr(said.out, "You lingered at 1 place"));
    assert_null(strstr(said.out, "Report with charts"));
    program_result_free(&said);
    said = run(fixture, &options, "report", "-", "-o", "in.html");
    assert_status(&said, 0);
    assert_true(is_there(fixture, "in.html"));
    program_result_free(&said);
    free(bytes);
}

static void hostile_names_and_texts_do_nothing(void **state)
{
    static const char *const names[] = {"$(touch canary).csv", "`touch canary`.csv", "'; touch canary; '.csv",
                                        "\"><script>.csv", "a\x1b[31m.csv", "| touch canary.csv", "a\nb.csv"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[400], page_name[100];
        temp_dir_join(&fixture->dir, names[i], path, sizeof path);
        made_session_write(path, "`touch canary` $(touch canary) <script>1</script> \x1b[2J '");
        struct program_result said = run(fixture, NULL, "report", names[i], NULL, NULL);
        assert_status(&said, 0);
        assert_null(strchr(said.out, '\x1b'));
        assert_null(strchr(said.err, '\x1b'));
        strcpy(page_name, names[i]);
        strcpy(strrchr(page_name, '.'), ".html");
        char *page = file_in(fixture, page_name);
        assert_non_null(page);
        assert_null(strstr(page, "<script"));
        assert_null(strchr(page, '\x1b'));
        free(page);
        program_result_free(&said);
        assert_false(is_there(fixture, "canary"));
    }
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_wrong_command_line_is_told_what_to_change),
        WITH_FIXTURE(help_and_version_go_to_standard_output),
        WITH_FIXTURE(a_report_comes_with_its_page),
        WITH_FIXTURE(json_is_one_line_each_and_no_page),
        WITH_FIXTURE(options_reach_the_analysis),
        WITH_FIXTURE(export_has_a_row_for_each_of_the_session),
        WITH_FIXTURE(one_bad_session_does_not_stop_the_others),
        WITH_FIXTURE(a_foreign_page_stays_and_the_text_comes),
        WITH_FIXTURE(without_gnuplot_the_report_comes_all_the_same),
        WITH_FIXTURE(standard_output_that_takes_nothing_is_told),
        WITH_FIXTURE(standard_input_is_a_session_too),
        WITH_FIXTURE(hostile_names_and_texts_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
