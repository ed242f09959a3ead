/* SPDX-License-Identifier: MIT */
/*
 * Strokes: from one turning point to the next. A turn counts when the roller has come back by a third of the
 * range that the session covers, so rocking on a spot stays inside a stroke. The range is the middle 96 % of
 * the loaded rows' positions; a session that covers less than 60 mm has no strokes. Where the place starts
 * anew (above CONTACT_LOADED in force_series.h) under load, a stroke goes on and the jump is no part of it;
 * behind a lift-off a new one begins.
 */
#ifndef STROKES_H
#define STROKES_H

#include <stdbool.h>
#include <stddef.h>

struct stroke {
    size_t first, last;    /* rows, from turning point to turning point, both included */
    double from_mm, to_mm; /* position at these */
    double pace_s_mm; /* time per millimetre of new ground, median over 5 mm steps: holds do not change it */
};

struct strokes {
    struct stroke *stroke; /* by time */
    size_t count;
    double range_mm;
    double pace_s_mm; /* the median stroke's; NAN without strokes */
};

/* position_mm[n], loaded[n], time_s[n]. False when memory is short. */
bool strokes_find(struct strokes *strokes, const double *position_mm, const unsigned char *loaded,
                  const double *time_s, size_t count);

void strokes_free(struct strokes *strokes);

#endif
