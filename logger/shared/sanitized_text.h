/* SPDX-License-Identifier: MIT */
/* Sanitizes text from devices, files and command lines before it is stored, printed or put into an HTML page. */
#pragma once

#include <stddef.h>

/* Copy `text` into `out` (`size` bytes, at least 1; always NUL-terminated). Invalid UTF-8, C0 and C1 control
 * characters, DEL, line and paragraph separators and bidirectional overrides become '?'. A string that does not
 * fit is truncated between characters. Returns the length of `out`. */
size_t sanitized_text_copy(char *out, size_t size, const char *text);

/* Like sanitized_text_copy, for `length` bytes; a NUL becomes '?'. */
size_t sanitized_text_copy_bytes(char *out, size_t size, const char *bytes, size_t length);

/* Return a sanitized copy of `text` in full. The caller frees it; NULL when out of memory. */
char *sanitized_text_dup(const char *text);
