/* SPDX-License-Identifier: MIT */
/* Run virtual-roller in a folder. What must not fail fails the test. */
#ifndef RUN_ROLLER_H
#define RUN_ROLLER_H

#include "support/run_program.h"
#include "support/temp_dir.h"

/* Run it in `dir` with the words of `line`. */
struct program_result roller_run(const struct temp_dir *dir, const char *line);
/* The same; it must succeed and say nothing. */
void roller_run_well(const struct temp_dir *dir, const char *line);
/* A file of the folder; the caller frees it. */
char *roller_read(const struct temp_dir *dir, const char *name);

#endif
