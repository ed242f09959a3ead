/* SPDX-License-Identifier: MIT */
/* System calls for a file that must not harm an existing one, and must not be lost. Errors are in errno. */
#ifndef NEW_FILE_H
#define NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum new_file_state {
    NEW_FILE_PRESENT,
    NEW_FILE_MOVED,  /* renamed, or moved elsewhere */
    NEW_FILE_DELETED /* without a name; its bytes are lost when it is closed */
};

/* Create a file for writing. Negative on failure, also if the name exists, be it a link. */
int new_file_create(const char *path);

/* Write `count` bytes. Returns how many were written: fewer on failure. */
size_t new_file_write(int fd, const char *bytes, size_t count);

/* Write to the disk what was written so far. True as well if the file has no disk, such as a pipe. */
bool new_file_sync(int fd);

/* Whether `path` still names the open file `fd`. */
enum new_file_state new_file_check(int fd, const char *path);

/* Create a deleted file again, with its content, and sync it. Returns the new descriptor; the caller closes
 * the old one. Negative on failure. */
int new_file_recreate(int fd, const char *path);

/* Rename the file, but never over another one. False on failure; it keeps its name. */
bool new_file_finalize(const char *part_path, const char *path);

#endif
