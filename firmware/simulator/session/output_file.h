/* SPDX-License-Identifier: MIT */
/* A file that appears whole or not at all: written under a temporary name beside it, then renamed. It
 * replaces an earlier regular file; anything else of that name (a folder, a device, a link) is left alone. */
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

/* Start to write `path`; - is standard output. False with SIM_OUTPUT. */
bool output_file_open(struct output_file *file, const char *path, struct sim_failure *failure);

/* Close. False with SIM_OUTPUT, and no file, unless every byte was written. */
bool output_file_commit(struct output_file *file, struct sim_failure *failure);

#endif
