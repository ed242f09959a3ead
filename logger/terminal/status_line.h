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

struct progress {
    bool quiet;
    bool live;    /* standard error is a terminal that can move its cursor */
    bool colour;  /* and nobody asked for none (NO_COLOR) */
    bool unicode; /* the locale is UTF-8 */
    unsigned lines_shown;
    unsigned columns; /* of the terminal when they were shown */
    unsigned rows;
    int64_t updated_us; /* host time of what is shown */
};

void progress_init(struct progress *progress, bool quiet);

/* Renew the status line, at most five times a second. */
void progress_update(struct progress *progress, const struct recorder *recorder, int64_t host_us);

/* True when something is shown in place and it is time to renew it; `progress->columns` and `rows` then tell
 * for what size. */
bool progress_is_due(struct progress *progress, int64_t host_us);

/* Show lines, joined by '\n', in place of those shown before; each is cut to the terminal's width. */
void progress_show(struct progress *progress, const char *lines);

/* Somebody pressed Enter so many times since: the cursor moved down. */
void progress_moved_down(struct progress *progress, unsigned lines);

/* Say a sentence on a line of its own; nothing when quiet. Control characters in it are made harmless. */
void progress_say(struct progress *progress, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Say lines as they are, each with its '\n'; nothing when quiet. The caller has made them harmless. */
void progress_say_lines(struct progress *progress, const char *lines);

/* Take away what is shown in place. */
void progress_end(struct progress *progress);

/* The load of each strip as a digit, a step for each 25 N, 9 for more; `digits` has room for
 * SESSION_STRIPS_MAX + 1. Returns the sum of the loads, N. */
double progress_strips(char *digits, const struct recorder *recorder);

/* The status line as text, at most `columns` wide: time, rows, losses, force, the load of each strip as a
 * digit 0 to 9. */
void progress_line(char *text, size_t columns, const struct recorder *recorder);

#endif
