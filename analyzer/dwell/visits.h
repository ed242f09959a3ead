/* SPDX-License-Identifier: MIT */
/*
 * Visits: stretches of time in which the loaded roller lingered, held or oscillating, within `width_mm` for
 * `dwell_s` or more.
 *
 * Candidates are the longest time windows in which position stays within `width_mm` (monotone deques, O(n)).
 * Within one, a stay is the longest in the narrowest band (an eighth, a quarter, half of the width, or all of
 * it) that takes a good part of the window: a hold is told from a rock beside it so. The visit lasts from
 * when the roller first reached the stay's middle, or came to rest, to when it last left (visit_bounds.h). So
 * passing through at an even pace, however slow, is no dwell.
 *
 * Where a turning point lies inside, what the session's own reversals take from the stay's middle to the
 * end and back (reversals.h) is taken off, and what is left must also exceed three times their spread. A
 * rock's own swings may go beyond the end of the stroke; then the end is where this session's strokes end
 * usually. Where one lingered on both sides of a turn, there are two visits.
 */
#ifndef VISITS_H
#define VISITS_H

#include "position/strokes.h"
#include "position/reversals.h"

#include <stdbool.h>
#include <stddef.h>

struct visits_input {
    size_t count;
    const double *position_mm;   /* [n] */
    const double *time_s;        /* [n] */
    const unsigned char *loaded; /* [n] */
    const struct strokes *strokes;
    const struct reversals *reversals;
    double width_mm;
    double dwell_s;
};

struct visit {
    size_t first, last;    /* rows, both included */
    double start_s, end_s; /* end_s - start_s is the dwell */
    double center_mm;
    double low_mm, high_mm; /* where it lingered */
    bool oscillating;       /* else held */
};

/* Visits by time, none overlapping another; the caller frees `*visit`. False when memory is short. */
bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count);

#endif
