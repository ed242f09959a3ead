/* SPDX-License-Identifier: MIT */
/* Creates and writes files that never replace an existing one and survive deletion. Errors are in errno. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum new_file_state {
    NEW_FILE_PRESENT,
    NEW_FILE_MOVED,  /* the file was renamed or moved, or another file now has its name */
    NEW_FILE_DELETED /* the file was deleted: its content is lost when the descriptor is closed */
};

/* Create a file for writing and reading. Returns its descriptor, or a negative number on failure. Fails if the name
 * exists, even as a symbolic link. */
int new_file_create(const char *path);

/* Flush everything written so far to the disk. Also true if the file, such as a pipe, cannot be synced. */
bool new_file_sync(int fd);

/* Check whether `path` still names the open file `fd`. */
enum new_file_state new_file_check(int fd, const char *path);

/* Copy everything from `offset` on to the end of `to_fd`. */
bool new_file_copy(int from_fd, off_t offset, int to_fd);

/* Create a deleted file again, with its content, and sync it. Returns the new descriptor, negative on
 * failure; the caller closes the old one. */
int new_file_recreate(int fd, const char *path);

/* Rename the complete file `part_path` to `path`, but never replace a file. On failure its name is unchanged. */
bool new_file_finalize(const char *part_path, const char *path);
