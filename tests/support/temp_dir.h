/* SPDX-License-Identifier: MIT */
/* A temporary folder for a test, under $TMPDIR (default /tmp), and files read and written in one call.
 * Unexpected errors (no folder, out of memory) abort the program with a message on stderr. */
#pragma once

#include <stddef.h>

struct temp_dir {
    char path[256];
};

void temp_dir_make(struct temp_dir *dir);
/* Remove the folder and everything in it; symbolic links are not followed. */
void temp_dir_remove(const struct temp_dir *dir);
/* Write "FOLDER/name" to `path` (`size` bytes) and return `path`. */
char *temp_dir_join(const struct temp_dir *dir, const char *name, char *path, size_t size);

/* Return the contents of a file, NUL-terminated, or NULL if it cannot be opened. The caller frees them.
 * `length` may be NULL. */
char *temp_file_read(const char *path, size_t *length);
/* Create or replace a file. */
void temp_file_write(const char *path, const void *bytes, size_t length);
