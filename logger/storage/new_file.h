/* SPDX-License-Identifier: MIT */
/* Creates and writes files that never replace an existing one and survive deletion. Errors are in errno. */
#ifndef NEW_FILE_H
#define NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum new_file_state {
    NEW_FILE_PRESENT,
    NEW_FILE_MOVED,  /* its name was changed, or now belongs to another file */
    NEW_FILE_DELETED /* it has no name: its content is lost when it is closed */
};

/* Create a file for writing. Returns its descriptor, or a negative number on failure. Fails if the name exists,
 * even as a symbolic link. */
int new_file_create(const char *path);

/* Write `count` bytes. Returns how many were written: fewer on failure. */
size_t new_file_write(int fd, const char *bytes, size_t count);

/* Flush everything written so far to the disk (fdatasync). Also true for files that cannot be synced, such as pipes. */
bool new_file_sync(int fd);

/* Check whether `path` still names the open file `fd`. */
enum new_file_state new_file_check(int fd, const char *path);

/* Create a deleted file again, with its content, and sync it. Returns the new descriptor, negative on
 * failure; the caller closes the old one. */
int new_file_recreate(int fd, const char *path);

/* Rename the complete file from `part_path` to `path`, but never replace another file. On failure it keeps its name. */
bool new_file_finalize(const char *part_path, const char *path);

#endif
