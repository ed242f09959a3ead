/* SPDX-License-Identifier: MIT */
/* Writing complete files or none, without ever replacing a file of the user's. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* The signature of an HTML page of roller-analyzer; it ends within the first OUTPUT_SIGNATURE_MAX_BYTES. */
#define OUTPUT_SIGNATURE "<meta name=\"generator\" content=\"roller-analyzer"
#define OUTPUT_SIGNATURE_MAX_BYTES 1024

/* Write all bytes to the descriptor `fd`. On failure, false and errno. */
bool output_write_bytes(int fd, const char *bytes, size_t length);
/* Like output_write_bytes; on failure, EXIT_STATUS_OUTPUT with a message that names `name`. */
bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure);

/*
 * Write an HTML page to a temporary file next to `path`, and rename it to `path` once it is on the disk. Only
 * a regular file with OUTPUT_SIGNATURE is replaced; anything else, even a symbolic link, is kept and is
 * EXIT_STATUS_OUTPUT.
 */
bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure);

/* Like output_write_page, for a chart: any regular file is replaced with `overwrite`, none without it.
 * output_check_chart makes the same check without writing. */
bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite, struct failure *failure);
bool output_check_chart(const char *path, bool overwrite, struct failure *failure);

/* Return the path of a session's HTML page: "a.html" for "a.csv"; other names get ".html" appended
 * ("a.csv.part" too, so that an interrupted recording does not replace the page of a complete one). Freed by
 * the caller; NULL when out of memory. */
char *output_page_name(const char *session_path);

#endif
