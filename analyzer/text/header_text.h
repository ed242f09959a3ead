/* SPDX-License-Identifier: MIT */
/* Text from the head of a session or from the command line, such as a person's name, in one form: UTF-8 whose letters
 * are composed (NFC), as one name may be typed on a Mac and on a PC. Text that is not UTF-8 is taken as Windows-1252,
 * in which spreadsheets still save CSV. */
#pragma once

#include <stddef.h>

/* Copy `length` bytes to `out` (`size` bytes, at least 1; always NUL-terminated), sanitized (shared/sanitized_text.h)
 * and truncated to fit. When out of memory the text is only sanitized. */
void header_text_copy(char *out, size_t size, const char *bytes, size_t length);
