/* SPDX-License-Identifier: MIT */
/* A folder with one session, a.csv, in which tests run roller-analyzer. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

#define PROGRAM_ANALYZER BUILD_DIR "/roller-analyzer"
#define PROGRAM_LIMIT_S 60

struct program_fixture {
    struct temp_dir dir;
};

/* For cmocka: `*state` is the fixture. */
int program_set_up(void **state);
int program_tear_down(void **state);

/* Run roller-analyzer in the folder with the arguments before the first NULL. If `given` is NULL, the options are the
 * defaults. The caller frees the result. */
struct program_result program_run_in(const struct program_fixture *fixture, const struct program_options *given,
                                     const char *a, const char *b, const char *c, const char *d);

/* Return the text of a file in the folder; NULL if the file is missing. The caller frees it. */
char *program_read_file(const struct program_fixture *fixture, const char *name);
bool program_file_exists(const struct program_fixture *fixture, const char *name);

void program_assert_status(const struct program_result *run, int status);
/* Assert the exit status of a run, and that its standard error contains `part`. Frees the result. */
void program_assert_message(struct program_result run, int status, const char *part);
