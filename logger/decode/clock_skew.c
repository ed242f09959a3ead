/* SPDX-License-Identifier: MIT */
#include "decode/clock_skew.h"

#include "shared/statistics.h"

#define PAIRS_MAX (CLOCK_SKEW_WINDOWS_MAX * (CLOCK_SKEW_WINDOWS_MAX - 1) / 2)

/* Halve the number of windows by merging neighbours of the same boot. */
static void merge_pairs(struct clock_skew *skew)
{
    size_t kept = 0;
    for (size_t i = 0; i < skew->count; i++) {
        struct clock_skew_window window = skew->window[i];
        const struct clock_skew_window *next = &skew->window[i + 1];
        if (i + 1 < skew->count && next->boot == window.boot) {
            window = next->offset_us < window.offset_us ? *next : window;
            i++;
        }
        skew->window[kept++] = window;
    }
    skew->count = kept;
    skew->doublings++;
}

void clock_skew_add(struct clock_skew *skew, int64_t time_us, int64_t host_us)
{
    struct clock_skew_window frame = {.boot = skew->boot, .time_us = time_us, .offset_us = host_us - time_us};
    struct clock_skew_window *newest = skew->count > 0 ? &skew->window[skew->count - 1] : NULL;
    if (newest && newest->boot == skew->boot &&
        time_us - skew->opened_us < (int64_t)CLOCK_SKEW_WINDOW_US << skew->doublings) {
        if (frame.offset_us < newest->offset_us)
            *newest = frame;
        return;
    }
    if (skew->count == CLOCK_SKEW_WINDOWS_MAX)
        merge_pairs(skew);
    if (skew->count == CLOCK_SKEW_WINDOWS_MAX)
        return; /* nothing to merge: each window is a boot of its own */
    skew->window[skew->count++] = frame;
    skew->opened_us = time_us;
}

void clock_skew_restart(struct clock_skew *skew)
{
    skew->boot++;
}

bool clock_skew_fit(const struct clock_skew *skew, int64_t min_us, struct clock_skew_fit *fit)
{
    double slope[PAIRS_MAX], offset[CLOCK_SKEW_WINDOWS_MAX];
    size_t pairs = 0, offsets = 0;
    int64_t max_us = 0;
    for (size_t i = 0; i < skew->count; i++) {
        for (size_t j = i + 1; j < skew->count; j++) {
            const struct clock_skew_window *a = &skew->window[i], *b = &skew->window[j];
            if (a->boot != b->boot || b->time_us <= a->time_us)
                continue;
            slope[pairs++] = (double)(b->offset_us - a->offset_us) / (double)(b->time_us - a->time_us);
            max_us = b->time_us - a->time_us > max_us ? b->time_us - a->time_us : max_us;
        }
    }
    if (max_us == 0 || max_us < min_us)
        return false;
    double ratio = statistics_median(slope, pairs);
    for (size_t i = 0; i < skew->count; i++) {
        const struct clock_skew_window *window = &skew->window[i];
        if (window->boot == skew->window[skew->count - 1].boot)
            offset[offsets++] = (double)window->offset_us - ratio * (double)window->time_us;
    }
    *fit = (struct clock_skew_fit){.host_ppm = ratio * 1e6, .offset_us = statistics_median(offset, offsets)};
    return true;
}

double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us)
{
    return (double)time_us * (1 + fit->host_ppm / 1e6) + fit->offset_us;
}
