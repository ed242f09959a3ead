/* SPDX-License-Identifier: MIT */
/* Driving gnuplot, and what stands in for it when it is absent, hangs or breaks. */
#include "support/cmocka_includes.h"

#include "charts/gnuplot.h"
#include "support/temp_dir.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct fixture {
    struct temp_dir dir; /* also $TMPDIR of the run */
    struct text_buffer script;
    struct text_buffer picture[2];
    struct failure failure;
    char *old_tmpdir;
};

static const char *const pictures[2] = {"one.svg", "two.svg"};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    temp_dir_make(&fixture->dir);
    fixture->old_tmpdir = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
    setenv("TMPDIR", fixture->dir.path, 1);
    unsetenv(GNUPLOT_VARIABLE);
    text_add(&fixture->script,
             "set terminal svg\n"
             "set output 'one.svg'\nplot [0:1] x\nset output 'two.svg'\nplot [0:1] -x\nset output\n");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    text_free(&fixture->script);
    for (int i = 0; i < 2; i++)
        text_free(&fixture->picture[i]);
    if (fixture->old_tmpdir)
        setenv("TMPDIR", fixture->old_tmpdir, 1);
    else
        unsetenv("TMPDIR");
    free(fixture->old_tmpdir);
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

/* Make a program of these shell lines the one to be run. */
static void stand_in(struct fixture *fixture, const char *lines)
{
    char path[400], script[600];
    snprintf(script, sizeof script, "#!/bin/sh\n%s\n", lines);
    temp_dir_join(&fixture->dir, "stand-in", path, sizeof path);
    temp_file_write(path, script, strlen(script));
    assert_int_equal(chmod(path, 0700), 0);
    setenv(GNUPLOT_VARIABLE, path, 1);
}

static bool run(struct fixture *fixture)
{
    return gnuplot_run(&fixture->script, pictures, fixture->picture, 2, &fixture->failure);
}

static void assert_no_folder_left(const struct fixture *fixture)
{
    DIR *folder = opendir(fixture->dir.path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        assert_null(strstr(entry->d_name, "roller-analyzer"));
    closedir(folder);
}

static void assert_no_charts(struct fixture *fixture, const char *why)
{
    assert_false(run(fixture));
    assert_int_equal(fixture->failure.status, EXIT_STATUS_NO_CHARTS);
    if (!strstr(fixture->failure.message, why))
        print_error("sentence: %s\n", fixture->failure.message);
    assert_non_null(strstr(fixture->failure.message, why));
    assert_int_equal(fixture->picture[0].length, 0);
    assert_int_equal(fixture->picture[1].length, 0);
    assert_no_folder_left(fixture);
}

static void gnuplot_itself_draws(void **state)
{
    struct fixture *fixture = *state;
    assert_true(run(fixture));
    assert_non_null(strstr(fixture->picture[0].bytes, "<svg"));
    assert_non_null(strstr(fixture->picture[1].bytes, "</svg>"));
    assert_no_folder_left(fixture);
}

static void an_error_in_the_script_is_told(void **state)
{
    struct fixture *fixture = *state;
    text_add(&fixture->script, "plot nonsense(\n");
    assert_no_charts(fixture, "ended with status");
}

static void absent(void **state)
{
    setenv(GNUPLOT_VARIABLE, "no-such-gnuplot", 1);
    assert_no_charts(*state, "Install gnuplot");
    setenv(GNUPLOT_VARIABLE, "/nowhere/gnuplot", 1);
    assert_no_charts(*state, "cannot be run");
}

static void crashing(void **state)
{
    stand_in(*state, "kill -SEGV $$");
    assert_no_charts(*state, "signal 11");
}

static void failing_with_a_message(void **state)
{
    stand_in(*state, "printf 'disk\\033[2J on fire\\nmore\\n' >&2; exit 3");
    assert_no_charts(*state, "status 3 and said: disk?[2J on fire");
}

static void silent_success_is_not_believed(void **state)
{
    stand_in(*state, "exit 0");
    assert_no_charts(*state, "left a picture out or unfinished");
}

static void an_unfinished_picture_is_not_taken(void **state)
{
    stand_in(*state, "echo '<svg></svg>' >one.svg; echo '<svg><g>' >two.svg");
    assert_no_charts(*state, "unfinished");
    stand_in(*state, "echo '<svg></svg>' >one.svg; : >two.svg");
    assert_no_charts(*state, "unfinished");
    stand_in(*state, "echo '<svg></svg>' >one.svg; ln -s one.svg two.svg");
    assert_no_charts(*state, "unfinished");
}

static void it_gets_a_clean_place_to_work(void **state)
{
    /* Only the script and its own messages there; -d and the script's name; no input. */
    stand_in(*state,
             "[ \"$*\" = '-d charts.gp' ] && [ \"$(ls | tr '\\n' ' ')\" = 'charts.gp messages.txt ' ] && "
             "! read -r line && [ \"$(stat -c %a .)\" = 700 ] || exit 9\n"
             "echo '<svg>1</svg>' >one.svg; echo '<svg>2</svg>' >two.svg");
    struct fixture *fixture = *state;
    assert_true(run(fixture));
    assert_string_equal(fixture->picture[1].bytes, "<svg>2</svg>\n");
}

static void hanging_is_ended_with_all_it_started(void **state)
{
    struct fixture *fixture = *state;
    struct timespec before, after;
    char path[400], script[700];
    temp_dir_join(&fixture->dir, "late", path, sizeof path);
    /* The child of the stand-in would leave a file 4 s after the time limit. */
    snprintf(script, sizeof script, "(sleep 14; touch '%s') & sleep 60", path);
    stand_in(fixture, script);
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_no_charts(fixture, "did not finish within 10 s");
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_in_range(after.tv_sec - before.tv_sec, GNUPLOT_TIME_LIMIT_S - 1, GNUPLOT_TIME_LIMIT_S + 2);
    sleep(5);
    assert_int_equal(access(path, F_OK), -1);
}

static void where_it_cannot_work_is_told(void **state)
{
    struct fixture *fixture = *state;
    char path[PATH_MAX + 10], name[PATH_MAX + 10];
    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    setenv("TMPDIR", path, 1);
    assert_no_charts(fixture, "the name of the temporary folder is too long");
    setenv("TMPDIR", "/no/such/folder", 1);
    assert_no_charts(fixture, "cannot make a temporary folder: No such file or directory");
    setenv("TMPDIR", fixture->dir.path, 1);
    memset(name, 'g', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    setenv(GNUPLOT_VARIABLE, name, 1);
    assert_no_charts(fixture, "the name in " GNUPLOT_VARIABLE " is too long");
}

/* What is no whole path would be sought from somewhere else: /tmp it is. */
static void a_temporary_folder_without_a_whole_path_does_not_count(void **state)
{
    struct fixture *fixture = *state;
    setenv("TMPDIR", "somewhere", 1);
    assert_true(run(fixture));
    assert_int_equal(access("somewhere", F_OK), -1);
}

static void a_disk_too_full_for_the_script_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before, little;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little = (struct rlimit){.rlim_cur = 20, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    bool drawn = run(fixture);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(drawn);
    assert_int_equal(fixture->failure.status, EXIT_STATUS_NO_CHARTS);
    assert_non_null(strstr(fixture->failure.message, "cannot write the script: File too large"));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(gnuplot_itself_draws),
        WITH_FIXTURE(an_error_in_the_script_is_told),
        WITH_FIXTURE(absent),
        WITH_FIXTURE(crashing),
        WITH_FIXTURE(failing_with_a_message),
        WITH_FIXTURE(silent_success_is_not_believed),
        WITH_FIXTURE(an_unfinished_picture_is_not_taken),
        WITH_FIXTURE(it_gets_a_clean_place_to_work),
        WITH_FIXTURE(where_it_cannot_work_is_told),
        WITH_FIXTURE(a_temporary_folder_without_a_whole_path_does_not_count),
        WITH_FIXTURE(a_disk_too_full_for_the_script_is_told),
        WITH_FIXTURE(hanging_is_ended_with_all_it_started),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
