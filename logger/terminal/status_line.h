/* SPDX-License-Identifier: MIT */
/*
 * Messages on standard error and, at a terminal, one or more lines that are redrawn in place. The mode of the
 * terminal is not changed and the cursor stays visible, so nothing needs to be restored.
 */
#ifndef STATUS_LINE_H
#define STATUS_LINE_H

#include "decode/recorder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Read-only for other files. */
struct status_line {
    bool quiet;
    bool can_redraw; /* standard error is a terminal that can move its cursor, and the user wants output */
    bool colour;
    bool unicode;
    unsigned lines_shown;
    unsigned columns, rows; /* size of the terminal at the last redraw */
    int64_t updated_us;     /* host time of the last redraw */
};

/* Prepare standard error for messages; `quiet`: print nothing. */
void status_line_init(struct status_line *status_line, bool quiet);

/* Redraw the recording's status (status_line_format), at most five times per second. */
void status_line_update(struct status_line *status_line, const struct recorder *recorder, int64_t host_us);

/* Prepare to redraw, if it is time: update `columns` and `rows`, and clear a screen that was resized. False
 * if it is not time yet, or if lines cannot be redrawn. */
bool status_line_begin_redraw(struct status_line *status_line, int64_t host_us);

/* Replace the lines shown with `lines`, which are separated by '\n'; each is cut to the width of the
 * terminal. */
void status_line_show(struct status_line *status_line, const char *lines);

/* Tell the status line that the user pressed Enter `lines` times, which moved the cursor down. */
void status_line_cursor_moved_down(struct status_line *status_line, unsigned lines);

/* Print a message on a line of its own, sanitized, unless quiet. */
void status_line_print(struct status_line *status_line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print lines that are sanitized and end with '\n', unless quiet. */
void status_line_print_lines(struct status_line *status_line, const char *lines);

/* Remove the lines shown in place. */
void status_line_clear(struct status_line *status_line);

/* Format the newest load of each strip as a digit: multiples of 25 N, at most 9. `digits` must hold one byte
 * more than SESSION_STRIPS_MAX. Returns the sum of the loads in newtons. */
double status_line_strip_digits(char *digits, const struct recorder *recorder);

/* Format the status as one line of at most `columns`: time, rows, losses, force, strip digits. */
void status_line_format(char *text, size_t columns, const struct recorder *recorder);

#endif
