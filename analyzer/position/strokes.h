/* SPDX-License-Identifier: MIT */
/* Strokes: rolling in one direction, from one reversal to the next (docs/ANALYSIS.md, section 10). */
#ifndef STROKES_H
#define STROKES_H

#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

struct stroke {
    size_t first, last;    /* rows of its two reversals */
    double from_mm, to_mm; /* position at these */
    double pace_s_mm;      /* median time per millimetre of new ground, s/mm: visits do not change it */
};

struct strokes {
    struct stroke *stroke; /* [count] by time */
    size_t count;
    double range_mm;  /* the middle 96 % of the loaded rows' positions */
    double pace_s_mm; /* the median stroke's; NAN without strokes */
};

/* All strokes; none where the range is below 60 mm. False when out of memory; else free with strokes_free. */
bool strokes_find(struct strokes *strokes, const struct trajectory *rows);

void strokes_free(struct strokes *strokes);

#endif
