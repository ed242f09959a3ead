/* SPDX-License-Identifier: MIT */
/* A file that appears completely or not at all: it is written under a temporary name in the same folder, then
 * renamed. It replaces a regular file of that name, but not anything else (a folder, a device, a link). */
#pragma once

#include "shared/failure.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

struct output_file {
    FILE *stream; /* NULL once closed */
    char path[PATH_MAX];
    char temporary[PATH_MAX];
};

/* Start writing `path` (- = standard output). False with EXIT_STATUS_OUTPUT on failure. */
bool output_file_open(struct output_file *file, const char *path, struct failure *failure);

/* Close the file. Unless every byte was written, returns false with EXIT_STATUS_OUTPUT and leaves no file. */
bool output_file_commit(struct output_file *file, struct failure *failure);
