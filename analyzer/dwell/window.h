/* SPDX-License-Identifier: MIT */
/*
 * The farthest row to which values stay within a width, for one start after another: minimum and maximum of a
 * window that slides are kept in monotone queues, so all of it takes O(n) (Lemire 2006).
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct window {
    const double *value;
    double width;
    size_t end;                 /* rows below this may be used */
    size_t reach;               /* first row that does not belong to the window any more */
    uint32_t *low, *high;       /* queues of rows with growing / falling values */
    size_t low_first, low_last; /* the queue is [first, last) */
    size_t high_first, high_last;
};

/* Room for windows over `count` values. False when memory is short. */
bool window_make(struct window *window, const double *value, size_t count, double width);
void window_free(struct window *window);

/* Begin anew at row `start`; no window goes beyond `end`. */
void window_reset(struct window *window, size_t start, size_t end);

/* One past the last row of the window that begins at `start`; starts must not go down. */
size_t window_end(struct window *window, size_t start);

#endif
