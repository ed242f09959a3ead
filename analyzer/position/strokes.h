/* SPDX-License-Identifier: MIT */
/* Strokes: rolling in one direction, from one reversal to the next (docs/ANALYSIS.md, "Strokes and reversals"). */
#pragma once

#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

struct stroke {
    size_t first, last;    /* rows of the reversals at its start and end, both included */
    double from_mm, to_mm; /* positions in these rows */
    double pace_s_mm;      /* s/mm: median over the 5 mm steps that the stroke reaches for the first time */
};

struct strokes {
    struct stroke *stroke; /* [count] sorted by time */
    size_t count;
    double range_mm;  /* length of the middle 96 % of the loaded positions */
    double pace_s_mm; /* median pace of the strokes; NAN without strokes */
};

/* Find all strokes: none if range_mm is below 60 mm. O(rows). False when out of memory; else free with strokes_free. */
bool strokes_find(struct strokes *strokes, const struct trajectory *rows);

void strokes_free(struct strokes *strokes);
