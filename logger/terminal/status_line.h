/* SPDX-License-Identifier: MIT */
/*
 * What the user sees while recording, on standard error: sentences and, where it is a terminal, a line or a
 * few that are renewed in place. The terminal's mode is never changed and no cursor hidden: nothing to
 * restore, however it ends.
 */
#ifndef STATUS_LINE_H
#define STATUS_LINE_H

#include "decode/recorder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct status_line {
    bool quiet;
    bool live;    /* standard error is a terminal that can move its cursor */
    bool colour;  /* and nobody asked for none (NO_COLOR) */
    bool unicode; /* the locale is UTF-8 */
    unsigned lines_shown;
    unsigned columns; /* of the terminal when they were shown */
    unsigned rows;
    int64_t updated_us; /* host time of what is shown */
};

void status_line_init(struct status_line *progress, bool quiet);

/* Renew the status line, at most five times a second. */
void status_line_update(struct status_line *progress, const struct recorder *recorder, int64_t host_us);

/* True when something is shown in place and it is time to renew it; `progress->columns` and `rows` then tell
 * for what size. */
bool status_line_is_due(struct status_line *progress, int64_t host_us);

/* Show lines, joined by '\n', in place of those shown before; each is cut to the terminal's width. */
void status_line_show(struct status_line *progress, const char *lines);

/* Somebody pressed Enter so many times since: the cursor moved down. */
void status_line_cursor_moved_down(struct status_line *progress, unsigned lines);

/* Say a sentence on a line of its own; nothing when quiet. Control characters in it are made harmless. */
void status_line_print(struct status_line *progress, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Say lines as they are, each with its '\n'; nothing when quiet. The caller has made them harmless. */
void status_line_print_lines(struct status_line *progress, const char *lines);

/* Take away what is shown in place. */
void status_line_clear(struct status_line *progress);

/* The load of each strip as a digit, a step for each 25 N, 9 for more; `digits` has room for
 * SESSION_STRIPS_MAX + 1. Returns the sum of the loads, N. */
double status_line_strip_digits(char *digits, const struct recorder *recorder);

/* The status line as text, at most `columns` wide: time, rows, losses, force, the load of each strip as a
 * digit 0 to 9. */
void status_line_format(char *text, size_t columns, const struct recorder *recorder);

#endif
