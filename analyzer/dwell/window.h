/* SPDX-License-Identifier: MIT */
/* The longest run of values within a width, from one start after another: dispersion-threshold identification
 * (I-DT, docs/ANALYSIS.md, section 11), in O(n) by monotone queues (Lemire 2006). */
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
    const double *value; /* of the caller, who keeps them */
    double width; /* max - min of the values in a window; the caller may change it before window_reset */
    size_t limit; /* no window goes beyond this row */
    size_t end;   /* of the last window */
    /* Queues [first, last) of rows with rising and with falling values: their heads are the minimum and the
     * maximum. */
    uint32_t *min_row, *max_row;
    size_t min_first, min_last, max_first, max_last;
};

/* Windows over `count` values. False when out of memory; else free with window_free. */
bool window_make(struct window *window, const double *value, size_t count, double width);
void window_free(struct window *window);

/* Begin at the first row of `within`; windows stay inside it. */
void window_reset(struct window *window, struct row_range within);

/* One past the last row of the window that begins at `start`. Starts must not go down. */
size_t window_end(struct window *window, size_t start);

/* The longest of the windows that begin before the one at `first` ends. */
struct row_range window_longest(struct window *window, const double *time_s, size_t first);

/* The longest segment of `wide` within an eighth, a quarter or half of the width, whichever first lasts
 * `min_s` and a good part of `wide`; else `wide`. It separates a static visit from the reversal beside it.
 * Call window_reset after. */
struct row_range window_narrowest(struct window *window, const double *time_s, struct row_range wide,
                                  double min_s);

#endif
