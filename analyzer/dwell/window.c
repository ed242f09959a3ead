/* SPDX-License-Identifier: MIT */
#include "dwell/window.h"

#include "numeric/row_array.h"

#include <stdlib.h>

bool window_make(struct window *window, const double *value, size_t count, double width)
{
    *window = (struct window){.value = value, .width = width};
    window->low = row_array(count, sizeof *window->low);
    window->high = row_array(count, sizeof *window->high);
    if (window->low != NULL && window->high != NULL)
        return true;
    window_free(window);
    return false;
}

void window_free(struct window *window)
{
    free(window->low);
    free(window->high);
    *window = (struct window){0};
}

void window_reset(struct window *window, size_t start, size_t end)
{
    window->end = end;
    window->reach = start;
    window->low_first = window->low_last = window->high_first = window->high_last = 0;
}

static void push(struct window *window, size_t row)
{
    const double *value = window->value;
    while (window->low_last > window->low_first && value[window->low[window->low_last - 1]] >= value[row])
        window->low_last--;
    window->low[window->low_last++] = (uint32_t)row;
    while (window->high_last > window->high_first && value[window->high[window->high_last - 1]] <= value[row])
        window->high_last--;
    window->high[window->high_last++] = (uint32_t)row;
}

static bool fits(const struct window *window, size_t row)
{
    double x = window->value[row];
    if (window->low_last == window->low_first)
        return true;
    double low = window->value[window->low[window->low_first]],
           high = window->value[window->high[window->high_first]];
    return (x > high ? x : high) - (x < low ? x : low) <= window->width;
}

size_t window_end(struct window *window, size_t start)
{
    while (window->low_first < window->low_last && window->low[window->low_first] < start)
        window->low_first++;
    while (window->high_first < window->high_last && window->high[window->high_first] < start)
        window->high_first++;
    if (window->reach < start)
        window->reach = start;
    while (window->reach < window->end && fits(window, window->reach))
        push(window, window->reach++);
    return window->reach;
}
