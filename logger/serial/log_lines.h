/* SPDX-License-Identifier: MIT */
/* Finds the roller's lines in a log that another program has saved: a serial monitor, a terminal program, a shell.
 *
 * Such programs write a time in front of each line ("18:30:00.123 -> D,..."), a byte order mark, text of their own, or
 * UTF-16. Whatever stands before a line with a correct checksum is removed; so are marks and zero bytes of UTF-16, and
 * lines of PuTTY's own. All other bytes are passed on, so that damaged lines are counted as such. */
#pragma once

#include <stddef.h>

#define LOG_LINES_HELD_MAX 512 /* a longer line is passed on as it is: no line of a roller is so long */

/* All zero bytes at first. Private. */
struct log_lines {
    unsigned examined;             /* number of bytes at the start of the log that were examined for a mark */
    unsigned marks;                /* how many of them belong to a mark */
    size_t held_count;             /* bytes of a line that is not complete yet */
    char held[LOG_LINES_HELD_MAX]; /* [held_count] */
};

/* Move the bytes held back to the start of `bytes`, which has space for LOG_LINES_HELD_MAX bytes and more. Returns
 * their number: the log is read to the bytes after them. */
size_t log_lines_take_held(struct log_lines *log, char *bytes);

/* Convert bytes[0..count - 1] in place: `held_count` of them were held back before, and the rest are new. Holds back a
 * line that is not complete. Returns the number of bytes to pass on. */
size_t log_lines_convert(struct log_lines *log, char *bytes, size_t held_count, size_t count);
