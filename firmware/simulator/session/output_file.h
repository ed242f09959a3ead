/* SPDX-License-Identifier: MIT */
/*
 * A file that appears whole or not at all: written under a temporary name beside it, then renamed. An earlier
 * regular file of that name is replaced; anything else (a folder, a device, a link) is refused.
 */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include "common/sim_failure.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

struct output_file {
    FILE *stream; /* NULL when closed */
    char path[PATH_MAX];
    char temporary[PATH_MAX];
};

/* Begin to write `path`; "-" is standard output. False with the failure filled in (status SIM_OUTPUT). */
bool output_file_open(struct output_file *file, const char *path, struct sim_failure *failure);

/* Finish: every byte is written or false comes back and no file is left. */
bool output_file_commit(struct output_file *file, struct sim_failure *failure);

/* Give up: nothing is left. A file that is closed already is left alone. */
void output_file_abandon(struct output_file *file);

#endif
