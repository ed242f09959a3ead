/* SPDX-License-Identifier: MIT */
/* Dwell beyond the time expected of steady rolling and reversals (docs/ANALYSIS.md, "Excess dwell and evidence"). */
#pragma once

#include "position/reversals.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

#define EXCESS_DWELL_BIN_MM 5.0

/* Neighbouring bins in which one stroke has excess dwell. */
struct excess_interval {
    size_t first_bin, last_bin; /* both included */
};

struct excess_dwell {
    double low_mm;                    /* lower end of bin 0 */
    size_t bin_count;                 /* number of bins */
    double *excess_s;                 /* [bin_count] sum over all strokes */
    struct excess_interval *interval; /* [count] sorted by time of their strokes */
    size_t count, capacity;           /* number of intervals, and how many fit */
};

/* Find the excess dwell of all strokes; there must be at least one. O(rows + strokes * bins). False when out of
 * memory; else free with excess_dwell_free. */
bool excess_dwell_find(struct excess_dwell *excess, const struct trajectory *rows, const struct strokes *strokes,
                       const struct reversals *reversals);

/* Return the bin that contains a position, or the nearest bin if none does; bin 0 for NAN. */
size_t excess_dwell_bin(const struct excess_dwell *excess, double position_mm);

void excess_dwell_free(struct excess_dwell *excess);
