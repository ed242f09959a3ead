/* SPDX-License-Identifier: MIT */
#include "dwell/window.h"

#include "numeric/row_array.h"

#include <stdlib.h>

#define NARROW_FRACTION 0.35 /* of a window, that a narrower segment must last to be preferred */

bool window_make(struct window *window, const double *value, size_t count, double width)
{
    *window = (struct window){.value = value, .width = width};
    window->min_row = row_array(count, sizeof *window->min_row);
    window->max_row = row_array(count, sizeof *window->max_row);
    if (window->min_row != NULL && window->max_row != NULL)
        return true;
    window_free(window);
    return false;
}

void window_free(struct window *window)
{
    free(window->min_row);
    free(window->max_row);
    *window = (struct window){0};
}

void window_reset(struct window *window, struct row_range within)
{
    window->limit = within.end;
    window->end = within.first;
    window->min_first = window->min_last = window->max_first = window->max_last = 0;
}

static void push(struct window *window, size_t row)
{
    const double *value = window->value;
    while (window->min_last > window->min_first && value[window->min_row[window->min_last - 1]] >= value[row])
        window->min_last--;
    window->min_row[window->min_last++] = (uint32_t)row;
    while (window->max_last > window->max_first && value[window->max_row[window->max_last - 1]] <= value[row])
        window->max_last--;
    window->max_row[window->max_last++] = (uint32_t)row;
}

static bool fits(const struct window *window, size_t row)
{
    double x = window->value[row];
    if (window->min_last == window->min_first)
        return true;
    double min = window->value[window->min_row[window->min_first]];
    double max = window->value[window->max_row[window->max_first]];
    return (x > max ? x : max) - (x < min ? x : min) <= window->width;
}

size_t window_end(struct window *window, size_t start)
{
    while (window->min_first < window->min_last && window->min_row[window->min_first] < start)
        window->min_first++;
    while (window->max_first < window->max_last && window->max_row[window->max_first] < start)
        window->max_first++;
    if (window->end < start)
        window->end = start;
    while (window->end < window->limit && fits(window, window->end))
        push(window, window->end++);
    return window->end;
}

struct row_range window_longest(struct window *window, const double *time_s, size_t first)
{
    struct row_range best = {first, window_end(window, first)};
    size_t overlap = best.end;
    for (size_t i = first + 1; i < overlap; i++) {
        size_t end = window_end(window, i);
        if (time_s[end - 1] - time_s[i] > time_s[best.end - 1] - time_s[best.first])
            best = (struct row_range){i, end};
    }
    return best;
}

struct row_range window_narrowest(struct window *window, const double *time_s, struct row_range wide,
                                  double min_s)
{
    double width = window->width, wide_s = time_s[wide.end - 1] - time_s[wide.first];
    struct row_range narrowest = wide;
    for (double fraction = 0.125; fraction < 1; fraction *= 2) {
        struct row_range best = {wide.first, wide.first + 1};
        window->width = width * fraction;
        window_reset(window, wide);
        for (size_t i = wide.first; i < wide.end && best.end < wide.end; i++) {
            size_t end = window_end(window, i);
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
