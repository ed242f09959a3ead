/* SPDX-License-Identifier: MIT */
/* Writes complete files or none, and never replaces a file that the program did not write itself, unless the user
 * asks for it. */
#pragma once

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* The signature of an HTML page of roller-analyzer; it ends within the first OUTPUT_SIGNATURE_MAX_BYTES. */
#define OUTPUT_SIGNATURE "<meta name=\"generator\" content=\"roller-analyzer"
#define OUTPUT_SIGNATURE_MAX_BYTES 1024

/* Write all bytes to the descriptor `fd`. A failure is EXIT_STATUS_OUTPUT with a message that contains `name`. */
bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure);

/* Write an HTML page to a temporary file next to `path`, and rename it to `path` once it is on the disk. Only a regular
 * file with OUTPUT_SIGNATURE is replaced. Anything else, even a symbolic link, is left as it is, and the function fails
 * with EXIT_STATUS_OUTPUT. */
bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure);

/* Like output_write_page, for a chart: with `overwrite` it replaces any regular file, otherwise none.
 * output_check_chart makes the same check without writing. */
bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite, struct failure *failure);
bool output_check_chart(const char *path, bool overwrite, struct failure *failure);

/* Return the path of a session's HTML page: "a.html" for "a.csv"; other names get ".html" appended
 * ("a.csv.part" too, so that an interrupted recording does not replace the page of a complete one). The
 * caller frees it. NULL when out of memory. */
char *output_page_name(const char *session_path);
