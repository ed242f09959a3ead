/* SPDX-License-Identifier: MIT */
#include "dwell/window.h"

#include "numeric/row_array.h"

#include <stdlib.h>

#define NARROW_FRACTION 0.35 /* a narrower segment is preferred if it lasts for this fraction of the window's time */

bool window_make(struct window *window, const double *value, size_t count, double width)
{
    *window = (struct window){.value = value, .width = width};
    window->min_deque = row_array_alloc(count, sizeof *window->min_deque);
    window->max_deque = row_array_alloc(count, sizeof *window->max_deque);
    if (window->min_deque != NULL && window->max_deque != NULL)
        return true;
    window_free(window);
    return false;
}

void window_free(struct window *window)
{
    free(window->min_deque);
    free(window->max_deque);
    *window = (struct window){0};
}

void window_reset(struct window *window, struct row_range range)
{
    window->limit = range.end;
    window->end = range.first;
    window->min_head = window->min_tail = window->max_head = window->max_tail = 0;
}

/* Add a row to the tails of the deques, after removing rows there that can no longer be a minimum or maximum. */
static void push_row(struct window *window, size_t row)
{
    const double *value = window->value;
    while (window->min_tail > window->min_head && value[window->min_deque[window->min_tail - 1]] >= value[row])
        window->min_tail--;
    window->min_deque[window->min_tail++] = (uint32_t)row;
    while (window->max_tail > window->max_head && value[window->max_deque[window->max_tail - 1]] <= value[row])
        window->max_tail--;
    window->max_deque[window->max_tail++] = (uint32_t)row;
}

/* Whether the window may be extended by `row`: its values would still span at most the width. */
static bool fits(const struct window *window, size_t row)
{
    double x = window->value[row];
    if (window->min_tail == window->min_head)
        return true;
    double min = window->value[window->min_deque[window->min_head]];
    double max = window->value[window->max_deque[window->max_head]];
    return (x > max ? x : max) - (x < min ? x : min) <= window->width;
}

size_t window_advance(struct window *window, size_t start)
{
    while (window->min_head < window->min_tail && window->min_deque[window->min_head] < start)
        window->min_head++;
    while (window->max_head < window->max_tail && window->max_deque[window->max_head] < start)
        window->max_head++;
    if (window->end < start)
        window->end = start;
    while (window->end < window->limit && fits(window, window->end))
        push_row(window, window->end++);
    return window->end;
}

struct row_range window_find_longest(struct window *window, const double *time_s, size_t first)
{
    struct row_range best = {first, window_advance(window, first)};
    size_t first_end = best.end;
    for (size_t i = first + 1; i < first_end; i++) {
        size_t end = window_advance(window, i);
        if (time_s[end - 1] - time_s[i] > time_s[best.end - 1] - time_s[best.first])
            best = (struct row_range){i, end};
    }
    return best;
}

struct row_range window_find_narrowest(struct window *window, const double *time_s, struct row_range wide, double min_s)
{
    double width = window->width, wide_s = time_s[wide.end - 1] - time_s[wide.first];
    struct row_range narrowest = wide;
    for (double fraction = 0.125; fraction < 1; fraction *= 2) {
        struct row_range best = {wide.first, wide.first + 1};
        window->width = width * fraction;
        window_reset(window, wide);
        /* Stop when the best segment ends with `wide`: later segments can only be shorter. */
        for (size_t i = wide.first; i < wide.end && best.end < wide.end; i++) {
            size_t end = window_advance(window, i);
            if (time_s[end - 1] - time_s[i] > time_s[best.end - 1] - time_s[best.first])
                best = (struct row_range){i, end};
        }
        double best_s = time_s[best.end - 1] - time_s[best.first];
        if (best_s >= min_s && best_s >= NARROW_FRACTION * wide_s) {
            narrowest = best;
            break;
        }
    }
    window->width = width;
    return narrowest;
}
