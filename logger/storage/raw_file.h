/* SPDX-License-Identifier: MIT */
/* Writes the roller's bytes to a file as received, so that they can be replayed through standard input. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define RAW_FILE_BUFFER_SIZE 65536

struct raw_file {
    const char *path; /* owned by the caller */
    int fd;           /* -1 = no bytes are saved */
    bool failed;
    struct failure failure; /* the first failure; nothing is written after it */
    size_t used;            /* bytes in the buffer */
    char buffer[RAW_FILE_BUFFER_SIZE];
};

/* Create the file. With a NULL path, no bytes are saved. False (EXIT_STATUS_OUTPUT) if it exists or cannot be
 * created. */
bool raw_file_open(struct raw_file *raw, const char *path, struct failure *failure);

/* Add bytes to the buffer, which is written when it is full. Does nothing after a failure. */
void raw_file_append(struct raw_file *raw, const void *bytes, size_t count);

/* Write the buffer to the file. Call every second. */
void raw_file_flush(struct raw_file *raw);

/* Close the file. False, with the first failure, unless every byte is on the disk. */
bool raw_file_close(struct raw_file *raw, struct failure *failure);

/* Close and remove the file. */
void raw_file_abandon(struct raw_file *raw);
