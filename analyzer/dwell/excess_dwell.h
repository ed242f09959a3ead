/* SPDX-License-Identifier: MIT */
/*
 * In which strokes one lingered where, beyond what even rolling explains.
 *
 * Residual: for each stroke and each 5 mm of thigh, the time spent less what even rolling explains: the
 * stroke's own pace per millimetre, and at its two ends half of the session's reversals (reversals.h) at
 * that pace. Its sum over strokes is the excess.
 *
 * A lingering: where a stroke's residual over 25 mm reaches 1.5 s, and 50 mm worth of its pace. A stretch of
 * neighbouring places in one stroke is one lingering, whatever its length, so that one long hold does not
 * pass for many. What is spent on both sides of a turn is one stroke's, not two's.
 */
#ifndef EXCESS_DWELL_H
#define EXCESS_DWELL_H

#include "position/strokes.h"
#include "position/reversals.h"

#include <stdbool.h>
#include <stddef.h>

#define EXCESS_DWELL_BIN_MM 5.0

struct excess_dwell_input {
    const double *position_mm;   /* [n] */
    const double *time_s;        /* [n] */
    const unsigned char *loaded; /* [n] */
    const struct strokes *strokes;
    const struct reversals *reversals;
};

/* The first and the last bin around which one stroke lingered. */
struct lingering {
    size_t first, last;
};

struct lingerings {
    double low_mm; /* where bin 0 begins */
    size_t bins;
    double *excess_s;       /* [bins] residual over all strokes */
    struct lingering *item; /* by time */
    size_t count, capacity;
};

/* O(rows + strokes * bins); there is at least one stroke. False when memory is short. Free with
 * excess_dwell_free. */
bool excess_dwell_find(struct lingerings *lingerings, const struct excess_dwell_input *input);

/* The bin of a position; the first or the last one for what lies beyond. */
size_t excess_dwell_bin(const struct lingerings *lingerings, double position_mm);

void excess_dwell_free(struct lingerings *lingerings);

#endif
