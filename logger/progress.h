/* SPDX-License-Identifier: MIT */
/* What the user sees while recording, on standard error: a status line where it is a terminal, and sentences.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "recorder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool quiet;
    bool live; /* standard error is a terminal */
    bool line_shown;
    int64_t updated_us; /* host time of the status line */
};

void progress_init(struct progress *progress, bool quiet);

/* Renew the status line, at most five times a second. */
void progress_update(struct progress *progress, const struct recorder *recorder, int64_t host_us);

/* Say a sentence on a line of its own; nothing when quiet. Control characters in it are made harmless. */
void progress_say(struct progress *progress, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Take the status line away. */
void progress_end(struct progress *progress);

/* The status line as text, at most `columns` wide: time, rows, losses, force, the load of each strip as a
 * digit 0 to 9. */
void progress_line(char *text, size_t columns, const struct recorder *recorder);

#endif
