/* SPDX-License-Identifier: MIT */
#include "decode/clock_skew.h"

#include "shared/statistics.h"

#define PAIRS_MAX (CLOCK_SKEW_WINDOWS_MAX * (CLOCK_SKEW_WINDOWS_MAX - 1) / 2)

/* Make room: two neighbours of a boot become one. */
static void merge_pairs(struct clock_skew *drift)
{
    size_t kept = 0;
    for (size_t i = 0; i < drift->count; i++) {
        struct clock_skew_window window = drift->window[i];
        const struct clock_skew_window *next = &drift->window[i + 1];
        if (i + 1 < drift->count && next->boot == window.boot) {
            window = next->offset_us < window.offset_us ? *next : window;
            i++;
        }
        drift->window[kept++] = window;
    }
    drift->count = kept;
    drift->doublings++;
}

void clock_skew_add(struct clock_skew *drift, int64_t time_us, int64_t host_us)
{
    struct clock_skew_window frame = {
        .boot = drift->boot, .time_us = time_us, .offset_us = host_us - time_us};
    struct clock_skew_window *newest = drift->count > 0 ? &drift->window[drift->count - 1] : NULL;
    if (newest && newest->boot == drift->boot &&
        time_us - drift->opened_us < (int64_t)CLOCK_SKEW_WINDOW_US << drift->doublings) {
        if (frame.offset_us < newest->offset_us)
            *newest = frame;
        return;
    }
    if (drift->count == CLOCK_SKEW_WINDOWS_MAX)
        merge_pairs(drift);
    if (drift->count == CLOCK_SKEW_WINDOWS_MAX)
        return; /* as many boots as windows: no more is learnt */
    drift->window[drift->count++] = frame;
    drift->opened_us = time_us;
}

void clock_skew_restart(struct clock_skew *drift)
{
    drift->boot++;
}

bool clock_skew_fit(const struct clock_skew *drift, int64_t least_us, struct clock_skew_fit *fit)
{
    double slope[PAIRS_MAX], offset[CLOCK_SKEW_WINDOWS_MAX];
    size_t pairs = 0, offsets = 0;
    int64_t longest_us = 0;
    for (size_t i = 0; i < drift->count; i++) {
        for (size_t j = i + 1; j < drift->count; j++) {
            const struct clock_skew_window *a = &drift->window[i], *b = &drift->window[j];
            if (a->boot != b->boot || b->time_us <= a->time_us)
                continue;
            slope[pairs++] = (double)(b->offset_us - a->offset_us) / (double)(b->time_us - a->time_us);
            longest_us = b->time_us - a->time_us > longest_us ? b->time_us - a->time_us : longest_us;
        }
    }
    if (longest_us == 0 || longest_us < least_us)
        return false;
    double ratio = statistics_median(slope, pairs);
    for (size_t i = 0; i < drift->count; i++) {
        const struct clock_skew_window *window = &drift->window[i];
        if (window->boot == drift->window[drift->count - 1].boot)
            offset[offsets++] = (double)window->offset_us - ratio * (double)window->time_us;
    }
    *fit = (struct clock_skew_fit){.host_ppm = ratio * 1e6, .offset_us = statistics_median(offset, offsets)};
    return true;
}

double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us)
{
    return (double)time_us * (1 + fit->host_ppm / 1e6) + fit->offset_us;
}
