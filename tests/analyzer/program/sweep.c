/* SPDX-License-Identifier: MIT */
#include "sweep.h"

#include "support/cmocka_includes.h"
#include "session_fixture.h"
#include "writing/output.h"
#include "program_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SESSIONS 3
#define ARGUMENTS_MAX 10

static void write_file(const struct sweep *sweep, const char *name, const char *text)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", sweep->files, name);
    temp_file_write(path, text, strlen(text));
}

static void make_folder(const struct sweep *sweep, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", sweep->files, name);
    assert_int_equal(mkdir(path, 0777), 0);
}

int sweep_set_up(void **state)
{
    static const char *const earlier[] = {"sessions/1.html", "sessions/2-compared.html", "sessions/trend.html",
                                          "charts/1-thigh.svg", "charts/trend-weeks-left.svg"};
    struct sweep *sweep = calloc(1, sizeof *sweep);
    temp_dir_make(&sweep->dir);
    temp_dir_join(&sweep->dir, "files", sweep->files, sizeof sweep->files);
    make_folder(sweep, "");
    make_folder(sweep, "sessions");
    make_folder(sweep, "charts");
    make_folder(sweep, "scratch");
    for (int day = 1; day <= SESSIONS; day++) {
        char name[40], path[400];
        snprintf(name, sizeof name, "sessions/%d.csv", day);
        snprintf(path, sizeof path, "%s/%s", sweep->files, name);
        session_fixture_write(path, "someone");
        free(sweep->session);
        sweep->session = temp_file_read(path, NULL);
        char *date = strstr(sweep->session, "-01T");
        assert_non_null(date);
        date[2] = (char)('0' + day);
        write_file(sweep, name, sweep->session);
    }
    write_file(sweep, "list", "sessions/1.csv\n");
    for (size_t i = 0; i < sizeof earlier / sizeof earlier[0]; i++)
        write_file(sweep, earlier[i], "<!doctype html>" OUTPUT_SIGNATURE "\"><p>An earlier one</p>\n");
    folder_snapshot_take(&sweep->before, sweep->files);
    *state = sweep;
    return 0;
}

int sweep_tear_down(void **state)
{
    struct sweep *sweep = *state;
    folder_snapshot_free(&sweep->before);
    temp_dir_remove(&sweep->dir);
    free(sweep->session);
    free(sweep);
    return 0;
}

struct program_result sweep_run(struct sweep *sweep, const char *const argument[], enum sweep_kind kind, long n,
                                bool all, long *requests)
{
    static const char *const names[SWEEP_KINDS] = {"memory", "read", "write"};
    char which[60], scratch[400], count_path[400], count_variable[450];
    const char *argv[ARGUMENTS_MAX + 2] = {PROGRAM_ANALYZER};
    for (size_t i = 0; argument[i]; i++) {
        assert_true(i < ARGUMENTS_MAX);
        argv[i + 1] = argument[i];
    }
    snprintf(which, sizeof which, "NTH_SHIM=%s=%ld%s", names[kind], n, all ? "+" : "");
    snprintf(sweep->description, sizeof sweep->description, "%s %s, %s", argument[0], argument[1], which);
    snprintf(scratch, sizeof scratch, "TMPDIR=%s/scratch", sweep->files);
    snprintf(count_variable, sizeof count_variable, "NTH_COUNT=%s",
             temp_dir_join(&sweep->dir, "count", count_path, sizeof count_path));
    temp_file_write(count_path, "0", 1);
    const char *const env[] = {"LD_PRELOAD=" BUILD_DIR "/tests/nth_shim.so",
                               "ASAN_OPTIONS=verify_asan_link_order=0",
                               "LC_ALL=C.UTF-8",
                               which,
                               count_variable,
                               scratch,
                               NULL};
    const struct program_options options = {
        .folder = sweep->files, .env = env, .input = sweep->session, .input_length = strlen(sweep->session)};
    struct program_result result = program_run(argv, &options, PROGRAM_LIMIT_S);
    char *count = temp_file_read(count_path, NULL);
    assert_non_null(count);
    *requests = atol(count);
    free(count);
    return result;
}
