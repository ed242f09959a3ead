/* SPDX-License-Identifier: MIT */
/* Messages on standard error and, at a terminal, one or more lines that are redrawn in place. The mode of the
 * terminal is not changed and the cursor stays visible, so nothing needs to be restored. */
#pragma once

#include "decode/session_decoder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Another reader of the messages than the terminal. */
struct status_listener {
    void (*add)(void *context, const char *message); /* NULL = none */
    void *context;
};

/* The caller reads it, and only the functions below change it, except `listener`, which the caller sets. */
struct status_line {
    struct status_listener listener; /* gets each message of status_line_print, even if quiet */
    bool quiet;                      /* print nothing */
    bool can_redraw;                 /* not quiet, and standard error is a terminal that can move its cursor */
    bool color;
    bool unicode;
    unsigned lines_shown;   /* number of lines to clear at the next redraw */
    unsigned columns, rows; /* size of the terminal at the last redraw */
    int64_t updated_us;     /* host time of the last redraw */
};

/* Prepare to print messages, or none if `quiet`. */
void status_line_init(struct status_line *status_line, bool quiet);

/* Redraw the status of the recording (status_line_format), at most five times per second. */
void status_line_update(struct status_line *status_line, const struct session_decoder *decoder, int64_t host_us);

/* Prepare to redraw: update `columns` and `rows`, and clear the screen if it was resized. False if the last redraw
 * was less than 0.2 s ago, or if lines cannot be redrawn. */
bool status_line_begin_redraw(struct status_line *status_line, int64_t host_us);

/* Let the next redraw happen at once. */
void status_line_redraw_soon(struct status_line *status_line);

/* Ring the bell of the terminal, if lines can be redrawn. */
void status_line_ring(const struct status_line *status_line);

/* Replace the lines shown by `lines`, which are separated by '\n'. Each is truncated to the width of the terminal. */
void status_line_show(struct status_line *status_line, const char *lines);

/* Record that the user pressed Enter `lines` times, which moved the cursor down. */
void status_line_cursor_moved_down(struct status_line *status_line, unsigned lines);

/* Pass a message to the listener, and print it on a line of its own unless quiet; sanitized. */
void status_line_print(struct status_line *status_line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print a message that only a person at the terminal needs: other programs know it from events or from the file. */
void status_line_print_here(struct status_line *status_line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Print lines that are already sanitized and that end with '\n', unless quiet. */
void status_line_print_lines(struct status_line *status_line, const char *lines);

/* Remove the lines shown. */
void status_line_clear(struct status_line *status_line);

/* Format the newest load of each strip as a digit: multiples of 25 N, at most 9. `digits` must hold
 * SESSION_STRIPS_MAX + 1 bytes. Returns the sum of the loads in newtons. */
double status_line_strip_digits(char *digits, const struct session_decoder *decoder);

/* Format the status as one line: time, rows, losses, force, strip digits. `text` must hold `columns` + 1 bytes. */
void status_line_format(char *text, size_t columns, const struct session_decoder *decoder);
