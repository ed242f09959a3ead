/* SPDX-License-Identifier: MIT */
/*
 * The rate and offset of the host's clock against the device's (docs/ANALYSIS.md, "The session clock").
 *
 * Bytes arrive late, never early. So the delay is taken as the lower envelope: in each window of time the
 * frame with the smallest host time less session time. Through those a Theil-Sen line is fitted. Session time
 * itself stays the device's.
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
    int64_t time_us;   /* of the frame with the smallest offset */
    int64_t offset_us; /* host less session time */
};

/* All zero bytes at first. */
struct clock_skew {
    struct clock_skew_window window[CLOCK_SKEW_WINDOWS_MAX]; /* [count]; the last one is open */
    size_t count;
    unsigned boot;
    unsigned doublings;
    int64_t opened_us; /* session time at which the last window began */
};

struct clock_skew_fit {
    double host_ppm;  /* microseconds that the host's clock gains in a second */
    double offset_us; /* host less session time at session time 0, by the current boot */
};

/* Add a frame with session time `time_us`, received at `host_us`. */
void clock_skew_add(struct clock_skew *skew, int64_t time_us, int64_t host_us);

/* Start a boot of the device: its session times are shifted by an unknown error. */
void clock_skew_restart(struct clock_skew *skew);

/* False if no boot lasted `min_us`. 15 s give a few ppm, 5 s some tens. */
bool clock_skew_fit(const struct clock_skew *skew, int64_t min_us, struct clock_skew_fit *fit);

/* Host time at a session time of the current boot. */
double clock_skew_host_us(const struct clock_skew_fit *fit, int64_t time_us);

#endif
