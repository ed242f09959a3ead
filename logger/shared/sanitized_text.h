/* SPDX-License-Identifier: MIT */
/*
 * Text that came from a device, a file or a command line is never trusted: before it is stored, printed on a
 * terminal or put into a page it is made valid UTF-8 without control characters.
 */
#ifndef SANITIZED_TEXT_H
#define SANITIZED_TEXT_H

#include <stddef.h>

/*
 * Copy `text` into `out` (`size` bytes, at least 1; always terminated). Bytes that are not valid UTF-8, C0
 * and C1 control characters, DEL, line and paragraph separators and bidirectional overrides each become '?'.
 * A text that does not fit is cut between characters. Returns the number of bytes written, without the
 * terminator.
 */
size_t sanitized_text_copy(char *out, size_t size, const char *text);

/* The same for `length` bytes that need not be terminated; a NUL among them becomes '?'. */
size_t sanitized_text_copy_bytes(char *out, size_t size, const char *bytes, size_t length);

/* A sanitized copy of `text`, whole. The caller frees it; NULL when out of memory. */
char *sanitized_text_dup(const char *text);

#endif
