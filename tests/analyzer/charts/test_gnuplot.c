/* SPDX-License-Identifier: MIT */
/* Runs of gnuplot, and of substitutes that hang, crash or draw nothing. */
#include "support/cmocka_includes.h"

#include "charts/gnuplot.h"
#include "support/temp_dir.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct fixture {
    struct temp_dir dir; /* also the $TMPDIR of the run */
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
    text_add(&fixture->script, "set terminal svg\n"
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

/* Run a shell script with these `lines` instead of gnuplot. */
static void use_substitute(struct fixture *fixture, const char *lines)
{
    char path[400], script[600];
    snprintf(script, sizeof script, "#!/bin/sh\n%s\n", lines);
    temp_dir_join(&fixture->dir, "substitute", path, sizeof path);
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
        print_error("message: %s\n", fixture->failure.message);
    assert_non_null(strstr(fixture->failure.message, why));
    assert_int_equal(fixture->picture[0].length, 0);
    assert_int_equal(fixture->picture[1].length, 0);
    assert_no_folder_left(fixture);
}

static void gnuplot_draws_the_pictures(void **state)
{
    struct fixture *fixture = *state;
    assert_true(run(fixture));
    assert_non_null(strstr(fixture->picture[0].bytes, "<svg"));
    assert_non_null(strstr(fixture->picture[1].bytes, "</svg>"));
    assert_no_folder_left(fixture);
}

static void an_error_in_the_script_is_reported(void **state)
{
    struct fixture *fixture = *state;
    text_add(&fixture->script, "plot nonsense(\n");
    assert_no_charts(fixture, "exited with status");
}

static void a_missing_gnuplot_is_reported(void **state)
{
    setenv(GNUPLOT_VARIABLE, "no-such-gnuplot", 1);
    assert_no_charts(*state, "Install gnuplot");
    setenv(GNUPLOT_VARIABLE, "/nowhere/gnuplot", 1);
    assert_no_charts(*state, "cannot be run");
}

static void a_crash_is_reported(void **state)
{
    use_substitute(*state, "kill -SEGV $$");
    assert_no_charts(*state, "signal 11");
}

static void the_message_of_a_failure_is_reported(void **state)
{
    use_substitute(*state, "printf 'disk\\033[2J on fire\\nmore\\n' >&2; exit 3");
    assert_no_charts(*state, "status 3 and said: disk?[2J on fire");
}

static void success_without_a_picture_is_rejected(void **state)
{
    use_substitute(*state, "exit 0");
    assert_no_charts(*state, "omitted a picture or left it incomplete");
}

static void an_incomplete_picture_is_rejected(void **state)
{
    use_substitute(*state, "echo '<svg></svg>' >one.svg; echo '<svg><g>' >two.svg");
    assert_no_charts(*state, "incomplete");
    use_substitute(*state, "echo '<svg></svg>' >one.svg; : >two.svg");
    assert_no_charts(*state, "incomplete");
    use_substitute(*state, "echo '<svg></svg>' >one.svg; ln -s one.svg two.svg");
    assert_no_charts(*state, "incomplete");
}

static void gnuplot_runs_in_an_empty_folder_without_input(void **state)
{
    /* The substitute fails unless its folder contains only the script and the messages, its arguments are -d
     * and the script, and its input is empty. */
    use_substitute(*state, "[ \"$*\" = '-d charts.gp' ] && [ \"$(ls | tr '\\n' ' ')\" = 'charts.gp messages.txt ' ] && "
                           "! read -r line && [ \"$(stat -c %a .)\" = 700 ] || exit 9\n"
                           "echo '<svg>1</svg>' >one.svg; echo '<svg>2</svg>' >two.svg");
    struct fixture *fixture = *state;
    assert_true(run(fixture));
    assert_string_equal(fixture->picture[1].bytes, "<svg>2</svg>\n");
}

static void a_hang_is_killed_with_its_child_processes(void **state)
{
    struct fixture *fixture = *state;
    struct timespec start, end;
    char path[400], script[700];
    /* The substitute and its child keep the fifo open for writing, so POLLHUP means that both are gone. */
    assert_int_equal(mkfifo(temp_dir_join(&fixture->dir, "held", path, sizeof path), 0600), 0);
    struct pollfd fifo = {.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    assert_true(fifo.fd >= 0);
    snprintf(script, sizeof script, "exec 9>'%s'; sleep 600 & sleep 600", path);
    use_substitute(fixture, script);
    clock_gettime(CLOCK_MONOTONIC, &start);
    assert_no_charts(fixture, "did not finish within 30 s");
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_in_range(end.tv_sec - start.tv_sec, GNUPLOT_TIME_LIMIT_S - 1, GNUPLOT_TIME_LIMIT_S + 30);
    assert_int_equal(poll(&fifo, 1, 60000), 1);
    assert_true(fifo.revents & POLLHUP);
    close(fifo.fd);
}

static void an_unusable_temporary_folder_is_reported(void **state)
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

/* If $TMPDIR is not absolute, /tmp is used. */
static void a_relative_temporary_folder_is_ignored(void **state)
{
    struct fixture *fixture = *state;
    setenv("TMPDIR", "somewhere", 1);
    assert_true(run(fixture));
    assert_int_equal(access("somewhere", F_OK), -1);
}

static void a_disk_too_full_for_the_script_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit old_limit, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    small = (struct rlimit){.rlim_cur = 20, .rlim_max = old_limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool drawn = run(fixture);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(drawn);
    assert_int_equal(fixture->failure.status, EXIT_STATUS_NO_CHARTS);
    assert_non_null(strstr(fixture->failure.message, "cannot write the script: File too large"));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(gnuplot_draws_the_pictures),
        WITH_FIXTURE(an_error_in_the_script_is_reported),
        WITH_FIXTURE(a_missing_gnuplot_is_reported),
        WITH_FIXTURE(a_crash_is_reported),
        WITH_FIXTURE(the_message_of_a_failure_is_reported),
        WITH_FIXTURE(success_without_a_picture_is_rejected),
        WITH_FIXTURE(an_incomplete_picture_is_rejected),
        WITH_FIXTURE(gnuplot_runs_in_an_empty_folder_without_input),
        WITH_FIXTURE(an_unusable_temporary_folder_is_reported),
        WITH_FIXTURE(a_relative_temporary_folder_is_ignored),
        WITH_FIXTURE(a_disk_too_full_for_the_script_is_reported),
        WITH_FIXTURE(a_hang_is_killed_with_its_child_processes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
