/* SPDX-License-Identifier: MIT */
/* Finds, for each start row in turn, the longest run of rows whose values span at most `width`: dispersion-threshold
 * identification (I-DT, docs/ANALYSIS.md, "Window to visit"), in O(n) with monotonic deques (Lemire 2006). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows [first, end). */
struct row_range {
    size_t first, end;
};

struct window {
    const double *value; /* [count] owned by the caller */
    double width;        /* upper limit of max - min of the values in a window */
    size_t limit;        /* row at which all windows end at the latest */
    size_t end;          /* end of the current window */
    /* Two deques of rows, from head to tail (not included). The values of min_deque rise and those of max_deque fall,
     * so the rows at their heads have the minimum and the maximum of the window. */
    uint32_t *min_deque, *max_deque;
    size_t min_head, min_tail, max_head, max_tail;
};

/* Prepare for windows over `count` values. False when out of memory; else free with window_free. */
bool window_make(struct window *window, const double *value, size_t count, double width);
void window_free(struct window *window);

/* Empty the window and move it to the first row of `range`. Windows then end inside `range`. */
void window_reset(struct window *window, struct row_range range);

/* Advance the window to begin at row `start`, and return its end. `start` must not decrease from call to call. */
size_t window_advance(struct window *window, size_t start);

/* Consider each window that begins in a row of the window at `first`; return the one that lasts longest. */
struct row_range window_find_longest(struct window *window, const double *time_s, size_t first);

/* Look inside `wide` for a narrower segment. Try widths of an eighth, a quarter and half of window->width in turn. With
 * the first width that has a segment of at least `min_s` and 35 % of `wide`, return its longest. If no width has one,
 * return `wide`. A narrower
 * segment separates a static visit from the reversal beside it. Call window_reset before using the window again. */
struct row_range window_find_narrowest(struct window *window, const double *time_s, struct row_range wide,
                                       double min_s);
