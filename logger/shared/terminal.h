/* SPDX-License-Identifier: MIT */
/* What a terminal can show, by its size and the environment. Nothing here changes the terminal. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* True when `fd` is a terminal that understands escape sequences: TERM is set and not "dumb". */
bool terminal_can_move_cursor(int fd);

/* True when colour is welcome there: as above, and NO_COLOR (no-color.org) is empty or unset. */
bool terminal_has_colour(int fd);

/* True when the locale of the environment is UTF-8. The program's own locale stays "C". */
bool terminal_is_utf8(void);

/* The columns that may be written to (the last one stays free: terminals differ in how they wrap) and the
 * rows. False, with 79 and 24, when the size is not known. */
bool terminal_size(int fd, unsigned *columns, unsigned *rows);

/* Replace blanks in `text` by newlines so that its lines have at most `columns` bytes; a longer word stays
 * whole. With `keep_indented`, lines that begin with a blank stay as they are. */
void terminal_wrap(char *text, size_t columns, bool keep_indented);

#endif
