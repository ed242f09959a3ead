/* SPDX-License-Identifier: MIT */
/* Writing: whole or not at all, every call checked, and never over a file of the user's. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stddef.h>

/* Our pages carry this in their first OUTPUT_SIGNATURE_WITHIN bytes; only a file with it may be replaced by a
 * new page. */
#define OUTPUT_SIGNATURE "<meta name=\"generator\" content=\"roller-analyzer"
#define OUTPUT_SIGNATURE_WITHIN 1024

/* Write all bytes to the descriptor `fd`, called `name` in the failure: EXIT_STATUS_OUTPUT. */
bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure);

/*
 * Write a page to `path` by way of a temporary file in the same folder, on the disk before it gets its name.
 * An existing file is replaced only when it is a regular file that carries OUTPUT_SIGNATURE; anything else
 * there, a symbolic link included, is EXIT_STATUS_OUTPUT and stays as it is.
 */
bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure);

/*
 * The same for a chart's file. An existing regular file is replaced only when `overwrite`. output_check_chart
 * tells beforehand whether it would be written.
 */
bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite,
                        struct failure *failure);
bool output_check_chart(const char *path, bool overwrite, struct failure *failure);

/*
 * The page's name for a session: "a.csv" gives "a.html", any other name gets ".html" behind it ("a.csv.part"
 * too, so that a recording that broke off does not take the page of a whole one). The caller frees it; NULL
 * without memory.
 */
char *output_page_name(const char *session_path);

#endif
