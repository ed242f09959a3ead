/* SPDX-License-Identifier: MIT */
/*
 * How the host's clock runs against the roller's.
 *
 * Bytes are never early, only late: USB hands them over in batches of 16 ms, a busy computer stalls. So in
 * each window of time the frame with the least delay counts (host time less session time, the lower
 * envelope), and the line through those is fitted by the median of the slopes of all pairs (Theil 1950, Sen
 * 1968), which a few bad windows do not move. Session time itself is never touched: it is the roller's.
 */
#ifndef CLOCK_SKEW_H
#define CLOCK_SKEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_SKEW_WINDOWS_MAX 96
#define CLOCK_SKEW_WINDOW_US 2500000 /* at first; doubled whenever all windows are full */

struct clock_skew_window {
    unsigned boot;
    int64_t time_us;   /* of the frame with the least delay */
    int64_t offset_us; /* host less session time */
};

/* Begins zeroed. Fields are its own. */
struct clock_skew {
    struct clock_skew_window window[CLOCK_SKEW_WINDOWS_MAX];
    size_t count; /* the last one is still open */
    unsigned boot;
    unsigned doublings;
    int64_t opened_us; /* session time at which the last window began */
};

struct clock_skew_fit {
    double host_ppm;  /* the host's clock gains so many us a second on the roller's */
    double offset_us; /* host less session time, at session time 0, of the newest boot */
};

/* A frame of session time `time_us` came at `host_us`. */
void clock_skew_add(struct clock_skew *drift, int64_t time_us, int64_t host_us);

/* The next frame is of another boot: session time goes on by the host's clock, a little wrong. */
void clock_skew_restart(struct clock_skew *drift);

/* False when no boot of the roller has yet run for `least_us`: 15 s tell a few ppm, 5 s some tens. */
bool clock_skew_fit(const struct clock_skew *drift, int64_t least_us, struct clock_skew_fit *fit);

/* The host's time at a session time of the newest boot. */
double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us);

#endif
