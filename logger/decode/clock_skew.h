/* SPDX-License-Identifier: MIT */
/* Measures the rate and offset of the host's clock against the device's (docs/ANALYSIS.md, "The session clock").
 *
 * Bytes arrive late, never early, so only the fastest frame of each window of time is used: the one with the smallest
 * offset, host time minus session time. A Theil-Sen line is fitted to these frames. Session time itself is not
 * corrected. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_SKEW_WINDOWS_MAX 96
/* The initial length of a window. It doubles when all windows are full; if each has its own boot, the oldest is
 * dropped. */
#define CLOCK_SKEW_WINDOW_US 2500000

struct clock_skew_window {
    unsigned boot;     /* number of the boot, from 0 */
    int64_t time_us;   /* session time of the frame with the smallest offset */
    int64_t offset_us; /* that frame's host time minus session time */
};

/* All zero bytes at first. */
struct clock_skew {
    struct clock_skew_window window[CLOCK_SKEW_WINDOWS_MAX]; /* [count]; the last one is open */
    size_t count;
    unsigned boot;      /* number of the current boot */
    unsigned doublings; /* number of times that the window length was doubled */
    int64_t opened_us;  /* session time at which the open window began */
};

struct clock_skew_fit {
    double host_ppm;  /* how much faster the host's clock runs, ppm */
    double offset_us; /* host time minus session time at session time 0, extrapolated from the current boot */
};

/* Add a frame with session time `time_us`, received at `host_us`. */
void clock_skew_add(struct clock_skew *skew, int64_t time_us, int64_t host_us);

/* Record that the device has booted: frames added from now on belong to the next boot. From one boot to the next,
 * session time may be off by an unknown amount. */
void clock_skew_begin_boot(struct clock_skew *skew);

/* Fit the line. False if no boot lasted for `min_us`. The error of host_ppm is tens of ppm after 5 s and a few ppm
 * after 15 s. */
bool clock_skew_fit(const struct clock_skew *skew, int64_t min_us, struct clock_skew_fit *fit);

/* Return the host time at a session time of the current boot. */
double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us);
