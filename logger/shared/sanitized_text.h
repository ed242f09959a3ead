/* SPDX-License-Identifier: MIT */
/* Text from a device, a file or a command line is not trusted: it is sanitized before it is stored, printed
 * on a terminal or put into a page. */
#ifndef SANITIZED_TEXT_H
#define SANITIZED_TEXT_H

#include <stddef.h>

/*
 * Copy `text` into `out` (`size` bytes, at least 1; always terminated). Invalid UTF-8, C0 and C1 control
 * characters, DEL, line and paragraph separators and bidirectional overrides become '?'. A text that does not
 * fit is cut between characters. Returns the length of `out`.
 */
size_t sanitized_text_copy(char *out, size_t size, const char *text);

/* The same for `length` bytes; a NUL becomes '?'. */
size_t sanitized_text_copy_bytes(char *out, size_t size, const char *bytes, size_t length);

/* A sanitized copy of `text`, whole. The caller frees it; NULL when out of memory. */
char *sanitized_text_dup(const char *text);

#endif
