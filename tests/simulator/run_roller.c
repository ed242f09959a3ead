/* SPDX-License-Identifier: MIT */
#include "run_roller.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <string.h>

#define ARGUMENTS_MAX 24

struct program_result roller_run(const struct temp_dir *dir, const char *line)
{
    char words[512];
    const char *argv[ARGUMENTS_MAX] = {BUILD_DIR "/virtual-roller"};
    size_t count = 1;
    (void)snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        assert_true(count < ARGUMENTS_MAX - 1);
        argv[count++] = word;
    }
    struct program_options options = {.folder = dir->path};
    return program_run(argv, &options, 60.0);
}

void roller_run_well(const struct temp_dir *dir, const char *line)
{
    struct program_result result = roller_run(dir, line);
    if (result.status != 0 || result.err_length != 0)
        fail_msg("virtual-roller %s: %d %s", line, result.status, result.err);
    program_result_free(&result);
}

char *roller_read(const struct temp_dir *dir, const char *name)
{
    char path[512];
    char *text = temp_file_read(temp_dir_join(dir, name, path, sizeof path), NULL);
    assert_non_null(text);
    return text;
}
