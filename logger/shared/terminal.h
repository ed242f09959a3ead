/* SPDX-License-Identifier: MIT */
/* Properties of the terminal, from its size and the environment. Nothing here changes the terminal. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define TERMINAL_CLEAR_LINE "\r\033[K" /* return to the start of the line and clear it */

/* Whether `fd` is a terminal that understands escape sequences: TERM is set and not "dumb". */
bool terminal_can_move_cursor(int fd);

/* Whether to use colour: `fd` understands escape sequences, and NO_COLOR (no-color.org) is empty or unset. */
bool terminal_has_color(int fd);

/* Whether the locale of the environment is UTF-8. The program's own locale stays "C". */
bool terminal_is_utf8(void);

/* Write to standard error. Errors are ignored: a program continues without standard error, and if the terminal is gone,
 * standard input ends as well. */
void terminal_show(const char *text);

/* Get the numbers of rows and of usable columns; the last column stays free, because terminals differ in when they wrap
 * a line. False, with 24 and 79, if the size is unknown. */
bool terminal_size(int fd, unsigned *columns, unsigned *rows);

/* Replace spaces in `text` with newlines so that its lines have at most `columns` bytes. Longer words are not
 * split. With `keep_indented`, lines that begin with a space are not wrapped. */
void terminal_wrap(char *text, size_t columns, bool keep_indented);
