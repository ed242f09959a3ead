/* SPDX-License-Identifier: MIT */
#include "decode/clock_skew.h"

#include "shared/statistics.h"

#include <string.h>

#define PAIRS_MAX (CLOCK_SKEW_WINDOWS_MAX * (CLOCK_SKEW_WINDOWS_MAX - 1) / 2)

/* Merge neighbouring windows of the same boot in pairs and, if there are any, double the window length. */
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
    skew->doublings += kept < skew->count;
    skew->count = kept;
}

void clock_skew_add(struct clock_skew *skew, int64_t time_us, int64_t host_us)
{
    const struct clock_skew_window frame = {.boot = skew->boot, .time_us = time_us, .offset_us = host_us - time_us};
    struct clock_skew_window *newest = skew->count > 0 ? &skew->window[skew->count - 1] : NULL;
    if (newest && newest->boot == skew->boot &&
        time_us - skew->opened_us < (int64_t)CLOCK_SKEW_WINDOW_US << skew->doublings) {
        if (frame.offset_us < newest->offset_us)
            *newest = frame;
        return;
    }
    if (skew->count == CLOCK_SKEW_WINDOWS_MAX)
        merge_pairs(skew);
    if (skew->count == CLOCK_SKEW_WINDOWS_MAX) { /* nothing was merged, because each window has its own boot */
        skew->count--;
        memmove(skew->window, skew->window + 1, skew->count * sizeof skew->window[0]);
    }
    skew->window[skew->count++] = frame;
    skew->opened_us = time_us;
}

void clock_skew_begin_boot(struct clock_skew *skew)
{
    skew->boot++;
}

bool clock_skew_fit(const struct clock_skew *skew, int64_t min_us, struct clock_skew_fit *fit)
{
    double slope[PAIRS_MAX], offset[CLOCK_SKEW_WINDOWS_MAX];
    size_t slope_count = 0, offset_count = 0;
    int64_t longest_us = 0;
    for (size_t i = 0; i < skew->count; i++) {
        for (size_t j = i + 1; j < skew->count; j++) {
            const struct clock_skew_window *earlier = &skew->window[i], *later = &skew->window[j];
            int64_t elapsed_us = later->time_us - earlier->time_us;
            if (earlier->boot != later->boot || elapsed_us <= 0)
                continue;
            slope[slope_count++] = (double)(later->offset_us - earlier->offset_us) / (double)elapsed_us;
            longest_us = elapsed_us > longest_us ? elapsed_us : longest_us;
        }
    }
    if (longest_us == 0 || longest_us < min_us)
        return false;
    double median_slope = statistics_median(slope, slope_count);
    for (size_t i = 0; i < skew->count; i++) {
        const struct clock_skew_window *window = &skew->window[i];
        if (window->boot == skew->window[skew->count - 1].boot)
            offset[offset_count++] = (double)window->offset_us - median_slope * (double)window->time_us;
    }
    *fit =
        (struct clock_skew_fit){.host_ppm = median_slope * 1e6, .offset_us = statistics_median(offset, offset_count)};
    return true;
}

double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us)
{
    return (double)time_us * (1 + fit->host_ppm / 1e6) + fit->offset_us;
}
