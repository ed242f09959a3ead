/* SPDX-License-Identifier: MIT */
#include "dwell/window.h"

#include "numeric/row_array.h"

#include <stdlib.h>

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
