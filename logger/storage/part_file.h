/* SPDX-License-Identifier: MIT */
/* The name of a file that is being written (FILE.part), and what becomes of it meanwhile. */
#ifndef PART_FILE_H
#define PART_FILE_H

#include <stdbool.h>

enum part_file_state {
    PART_FILE_PRESENT,
    PART_FILE_MOVED,  /* it has another name, or lies elsewhere */
    PART_FILE_DELETED /* it has no name any more; its bytes are gone when it is closed */
};

/* Make it new, to be written. Below 0 (errno) when it cannot be, or when anything has that name. */
int part_file_create(const char *path);

/* Whether the open file `fd` is still what `path` names. */
enum part_file_state part_file_check(int fd, const char *path);

/* A deleted file is made again under its name, with all that was written so far, and on the disk. Returns the
 * new descriptor; the old one is the caller's to close. Below 0 (errno) when it cannot be made. */
int part_file_recreate(int fd, const char *path);

/* Give the file its name for good, but never in place of another. False (errno) when it keeps the old one. */
bool part_file_finalize(const char *part_path, const char *path);

#endif
