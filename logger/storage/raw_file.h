/* SPDX-License-Identifier: MIT */
/* Keep the wire's bytes as they came, to be replayed through standard input. */
#ifndef RAW_FILE_H
#define RAW_FILE_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define RAW_FILE_BUFFER_SIZE 65536

/* Fields are the file's own. */
struct raw_file {
    const char *path; /* the caller's text */
    int fd;           /* below 0: no bytes are kept */
    bool failed;
    struct failure failure; /* the first one; nothing is written after it */
    size_t used;
    char buffer[RAW_FILE_BUFFER_SIZE];
};

/* Make the file; NULL: keep nothing. False (EXIT_STATUS_OUTPUT) when it exists or cannot be made. */
bool raw_file_open(struct raw_file *raw, const char *path, struct failure *failure);
void raw_file_append(struct raw_file *raw, const void *bytes, size_t count);
/* Bring everything so far to the file. Call each second. */
void raw_file_flush(struct raw_file *raw);
/* False, with the failure, when not every byte is in the file and on the disk. */
bool raw_file_close(struct raw_file *raw, struct failure *failure);
/* Close and remove the file: nothing came. */
void raw_file_abandon(struct raw_file *raw);

#endif
