/* SPDX-License-Identifier: MIT */
/* For each start row in turn, the longest run of rows whose values span at most `width`: dispersion-threshold
 * identification (I-DT, docs/ANALYSIS.md, section 11), in O(n) with monotonic deques (Lemire 2006). */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows [first, end). */
struct row_range {
    size_t first, end;
};

struct window {
    const double *value; /* owned by the caller */
    double width;        /* upper limit of max - min of the values in a window */
    size_t limit;        /* row at which all windows must end */
    size_t end;          /* end of the current window */
    /* Deques [head, tail) of rows with rising and with falling values: at their heads are the minimum and the
     * maximum of the window. */
    uint32_t *min_row, *max_row;
    size_t min_head, min_tail, max_head, max_tail;
};

/* Prepare for windows over `count` values. False when out of memory; else free with window_free. */
bool window_make(struct window *window, const double *value, size_t count, double width);
void window_free(struct window *window);

/* Start again at the first row of `within`; windows stay inside it. */
void window_reset(struct window *window, struct row_range within);

/* Advance the window to begin at `start`, and return its end. Starts must not decrease. */
size_t window_advance(struct window *window, size_t start);

/* Return the longest of the windows that begin inside the one at `first`. */
struct row_range window_find_longest(struct window *window, const double *time_s, size_t first);

/* Return the longest segment of `wide` within an eighth, a quarter or half of the width: the first of these
 * that lasts `min_s` and 35 % of `wide`, or else `wide`. It separates a static visit from the reversal beside
 * it. Call window_reset afterwards. */
struct row_range window_find_narrowest(struct window *window, const double *time_s, struct row_range wide,
                                       double min_s);

#endif
