/* SPDX-License-Identifier: MIT */
/* A file that appears completely or not at all: it is written under a temporary name in the same folder, flushed to the
 * disk and renamed. What it replaces is for the caller to decide. After a failure, errno says why. */
#pragma once

#include <stdbool.h>

struct whole_file {
    int fd;          /* where to write */
    char *path;      /* owned */
    char *temporary; /* owned */
};

/* Start writing `path`; then call whole_file_commit. */
bool whole_file_open(struct whole_file *file, const char *path);

/* Close the file. If `written`, it appears under its name; else, or on failure, nothing is left of it. */
bool whole_file_commit(struct whole_file *file, bool written);
