/* SPDX-License-Identifier: MIT */
/*
 * What the user sees on standard error: messages and, at a terminal, one or more lines that are redrawn in
 * place. The terminal's mode never changes and the cursor stays visible, so nothing needs restoring.
 */
#ifndef STATUS_LINE_H
#define STATUS_LINE_H

#include "decode/recorder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Read-only for others. */
struct status_line {
    bool quiet;
    bool can_redraw; /* standard error is a terminal that can move its cursor, and the user wants output */
    bool colour;
    bool unicode;
    unsigned lines_shown;
    unsigned columns, rows; /* of the terminal at the last redraw */
    int64_t updated_us;     /* host time of the last redraw */
};

void status_line_init(struct status_line *status_line, bool quiet);

/* Redraw the recording's status (status_line_format), at most five times a second. */
void status_line_update(struct status_line *status_line, const struct recorder *recorder, int64_t host_us);

/* True when it is time to redraw; `columns` and `rows` are then up to date. */
bool status_line_is_due(struct status_line *status_line, int64_t host_us);

/* Replace the lines shown by `lines`, separated by '\n'; each is cut to the terminal's width. */
void status_line_show(struct status_line *status_line, const char *lines);

/* The user pressed Enter this often: the cursor has moved down. */
void status_line_cursor_moved_down(struct status_line *status_line, unsigned lines);

/* Print a message on a line of its own, sanitized; nothing when quiet. */
void status_line_print(struct status_line *status_line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Print lines, each with its '\n', which the caller has sanitized; nothing when quiet. */
void status_line_print_lines(struct status_line *status_line, const char *lines);

/* Remove the lines shown in place. */
void status_line_clear(struct status_line *status_line);

/* The newest load of each strip as a digit, one per 25 N and 9 above that: `digits` holds SESSION_STRIPS_MAX
 * + 1 bytes. Returns the sum of the loads in newtons. */
double status_line_strip_digits(char *digits, const struct recorder *recorder);

/* The status as one line of at most `columns`: time, rows, losses, force, strip digits. */
void status_line_format(char *text, size_t columns, const struct recorder *recorder);

#endif
