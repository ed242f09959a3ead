/* SPDX-License-Identifier: MIT */
/*
 * A test's own folder under $TMPDIR (default /tmp), and whole files in one call. Errors that no healthy test
 * meets (no folder, no memory) abort the program with a message on stderr.
 */
#ifndef TEMP_DIR_H
#define TEMP_DIR_H

#include <stddef.h>

struct temp_dir {
    char path[256];
};

void temp_dir_make(struct temp_dir *dir);
/* Remove the folder and everything in it; symbolic links are not followed. */
void temp_dir_remove(const struct temp_dir *dir);
/* "FOLDER/name" into `path` (`size` bytes); returns `path`. */
char *temp_dir_join(const struct temp_dir *dir, const char *name, char *path, size_t size);

/* The whole file, terminated; the caller frees it. NULL when it cannot be read. `length` may be NULL. */
char *temp_file_read(const char *path, size_t *length);
/* Make or replace a file. */
void temp_file_write(const char *path, const void *bytes, size_t length);

#endif
