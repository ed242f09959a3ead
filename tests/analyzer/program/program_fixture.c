/* SPDX-License-Identifier: MIT */
#include "program_fixture.h"

#include "support/cmocka_includes.h"
#include "session_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int program_set_up(void **state)
{
    struct program_fixture *fixture = calloc(1, sizeof *fixture);
    char path[400];
    temp_dir_make(&fixture->dir);
    session_fixture_write(temp_dir_join(&fixture->dir, "a.csv", path, sizeof path), "someone");
    *state = fixture;
    return 0;
}

int program_tear_down(void **state)
{
    struct program_fixture *fixture = *state;
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

char *program_read_file(const struct program_fixture *fixture, const char *name)
{
    char path[400];
    return temp_file_read(temp_dir_join(&fixture->dir, name, path, sizeof path), NULL);
}

bool program_file_exists(const struct program_fixture *fixture, const char *name)
{
    char path[400];
    return access(temp_dir_join(&fixture->dir, name, path, sizeof path), F_OK) == 0;
}

struct program_result program_run_in(const struct program_fixture *fixture, const struct program_options *given,
                                     const char *a, const char *b, const char *c, const char *d)
{
    struct program_options options = given ? *given : (struct program_options){0};
    const char *const argv[] = {PROGRAM_ANALYZER, a, b, c, d, NULL};
    options.folder = fixture->dir.path;
    return program_run(argv, &options, PROGRAM_LIMIT_S);
}

void program_assert_status(const struct program_result *run, int status)
{
    if (run->status != status)
        print_error("status %d\nstdout: %s\nstderr: %s\n", run->status, run->out ? run->out : "", run->err);
    assert_int_equal(run->status, status);
}

void program_assert_message(struct program_result run, int status, const char *part)
{
    program_assert_status(&run, status);
    if (!strstr(run.err, part))
        print_error("stderr: %s\n", run.err);
    assert_non_null(strstr(run.err, part));
    assert_int_equal(strncmp(run.err, "roller-analyzer: ", 17), 0);
    program_result_free(&run);
}
