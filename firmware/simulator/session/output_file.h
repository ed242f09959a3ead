/* SPDX-License-Identifier: MIT */
/* A stream into a whole_file, or to standard output. It replaces a regular file of that name, but not anything else (a
 * folder, a device, a link). */
#pragma once

#include "shared/failure.h"
#include "shared/whole_file.h"

#include <stdbool.h>
#include <stdio.h>

struct output_file {
    FILE *stream;            /* NULL once closed */
    struct whole_file whole; /* unless the stream is standard output */
};

/* Start writing `path` (- = standard output). False with EXIT_STATUS_OUTPUT on failure. */
bool output_file_open(struct output_file *file, const char *path, struct failure *failure);

/* Close the file, which was opened as `path`. Unless every byte was written, returns false with EXIT_STATUS_OUTPUT and
 * leaves no file. */
bool output_file_commit(struct output_file *file, const char *path, struct failure *failure);
