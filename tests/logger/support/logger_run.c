/* SPDX-License-Identifier: MIT */

#include "logger_run.h"
#include "support/cmocka_includes.h"

#include <dirent.h>

int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "a.csv", fixture->path, sizeof fixture->path);
    temp_dir_join(&fixture->dir, "a.csv.part", fixture->part, sizeof fixture->part);
    device_pty_open(&fixture->pty);
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    device_pty_close(&fixture->pty);
    temp_dir_remove(&fixture->dir);
    wire_free(&fixture->wire);
    free(fixture);
    return 0;
}

struct program start_on_pty(struct fixture *fixture, const char *more, const char *value)
{
    return start_on_pty_in(fixture, NULL, more, value);
}

struct program start_on_pty_in(struct fixture *fixture, const char *const *env, const char *more, const char *value)
{
    const char *const argv[] = {LOGGER, "record", "--port", fixture->pty.path, "-o", fixture->path, more, value, NULL};
    struct program_options options = {.env = env};
    device_pty_end_exclusive_mode(&fixture->pty);
    return program_start(argv, &options);
}

struct program_result run_on_input(struct fixture *fixture, const char *path)
{
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", path, "--leg", "left", NULL};
    struct program_options options = {.input = fixture->wire.bytes ? fixture->wire.bytes : "",
                                      .input_length = fixture->wire.length};
    return program_run(argv, &options, LIMIT_S);
}

void assert_ended(struct program_result *result, int status, const char *message)
{
    if (result->status != status || (message && !strstr(result->err, message)))
        fail_msg("exit status %d, but expected %d, with \"%s\" in standard error: %s", result->status, status,
                 message ? message : "", result->err);
    program_result_free(result);
}

size_t assert_whole_rows(const char *path)
{
    size_t length, rows = 0;
    char *bytes = temp_file_read(path, &length);
    assert_non_null(bytes);
    assert_true(length > 0 && bytes[length - 1] == '\n');
    for (const char *line = bytes; *line; line = strchr(line, '\n') + 1)
        rows += *line >= '0' && *line <= '9';
    free(bytes);
    return rows;
}

static long status_kb(pid_t pid, const char *key)
{
    char path[64], line[256];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0)
            kb = atol(line + strlen(key));
    fclose(file);
    assert_true(kb > 0);
    return kb;
}

long program_memory_kb(pid_t pid)
{
    return status_kb(pid, "VmRSS:");
}

long program_memory_peak_kb(pid_t pid)
{
    return status_kb(pid, "VmHWM:");
}

bool folder_is_empty(const char *path)
{
    DIR *folder = opendir(path);
    assert_non_null(folder);
    int entries = 0;
    while (readdir(folder))
        entries++;
    closedir(folder);
    return entries == 2; /* . and .. */
}
