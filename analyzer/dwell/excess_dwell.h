/* SPDX-License-Identifier: MIT */
/* Dwell beyond what even rolling and reversals explain, by bin and stroke (docs/ANALYSIS.md, section 13). */
#ifndef EXCESS_DWELL_H
#define EXCESS_DWELL_H

#include "position/reversals.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

#define EXCESS_DWELL_BIN_MM 5.0

/* Neighbouring bins, both ends included, around which one stroke has excess dwell. */
struct excess_interval {
    size_t first, last;
};

struct excess_dwell {
    double low_mm; /* where bin 0 begins */
    size_t bins;
    double *excess_s;                 /* [bins] over all strokes */
    struct excess_interval *interval; /* [count] by time */
    size_t count, capacity;
};

/* At least one stroke is needed. O(rows + strokes * bins). False when out of memory; else free with
 * excess_dwell_free. */
bool excess_dwell_find(struct excess_dwell *excess, const struct trajectory *rows,
                       const struct strokes *strokes, const struct reversals *reversals);

/* The bin of a position; the first or the last one for positions beyond. */
size_t excess_dwell_bin(const struct excess_dwell *excess, double position_mm);

void excess_dwell_free(struct excess_dwell *excess);

#endif
