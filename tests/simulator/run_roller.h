/* SPDX-License-Identifier: MIT */
/* Runs virtual-roller in a folder. An error in a step that must succeed fails the test. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

/* Run virtual-roller in `dir` with the words of `line` as arguments. */
struct program_result roller_run(const struct temp_dir *dir, const char *line);
/* Like roller_run; the program must succeed and print nothing. */
void roller_run_well(const struct temp_dir *dir, const char *line);
/* Read a file of the folder; the caller frees the text. */
char *roller_read(const struct temp_dir *dir, const char *name);
