/* SPDX-License-Identifier: MIT */
/* Writing files: whole or not at all, and never over a file of the user's. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* The signature of our pages, within their first OUTPUT_SIGNATURE_WITHIN bytes. */
#define OUTPUT_SIGNATURE "<meta name=\"generator\" content=\"roller-analyzer"
#define OUTPUT_SIGNATURE_WITHIN 1024

/* Write all bytes to the descriptor `fd`. False and errno on failure. */
bool output_write_bytes(int fd, const char *bytes, size_t length);
/* The same; on failure EXIT_STATUS_OUTPUT, which calls the descriptor `name`. */
bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure);

/*
 * Write a page to `path`: into a temporary file beside it, which is renamed once it is on the disk. Only a
 * regular file with OUTPUT_SIGNATURE is replaced; anything else there, symbolic links included, stays and is
 * EXIT_STATUS_OUTPUT.
 */
bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure);

/* The same for a chart; a regular file is replaced only with `overwrite`. output_check_chart says beforehand
 * whether the chart may be written. */
bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite,
                        struct failure *failure);
bool output_check_chart(const char *path, bool overwrite, struct failure *failure);

/* The path of the page of a session: "a.csv" gives "a.html"; any other name gets ".html" appended
 * ("a.csv.part" too, so that an interrupted recording does not replace the page of a whole one). The caller
 * frees it; NULL when out of memory. */
char *output_page_name(const char *session_path);

#endif
