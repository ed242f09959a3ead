/* SPDX-License-Identifier: MIT */
/* The bytes of a file, decompressed if they are gzip, xz or zstd data: the first bytes tell, not the file's name.
 * Memory is bounded, and data that expand more than any session does are refused. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct byte_decoder;

/* A source of all zero bytes with its stream set is ready to be read. */
struct byte_source {
    FILE *stream; /* owned by the caller */
    bool begun;
    struct byte_decoder *decoder; /* NULL = the bytes are used as they are */
    int error;                    /* errno of a failed read; 0 = none */
    const char *damage;           /* what is wrong with the compressed data; NULL = nothing */
};

/* Read up to `size` bytes (at first at least 6, which show the compression), fewer only at the end. Returns 0 at the
 * end, or if reading failed (see `error` and `damage`). */
size_t byte_source_read(struct byte_source *source, char *bytes, size_t size);

/* Whether `path` is a regular file, which can be read again. */
bool byte_source_is_file(const char *path);

/* Return the size of the file that `stream` reads; 0 if it is not a regular file. */
size_t byte_source_file_bytes(FILE *stream);

/* Return what went wrong, to be said after "cannot be read: "; NULL if nothing did. */
const char *byte_source_problem(const struct byte_source *source);

void byte_source_close(struct byte_source *source);
