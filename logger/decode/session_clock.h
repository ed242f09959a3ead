/* SPDX-License-Identifier: MIT */
/* Derives session time, us since the first frame, from the device's clock (docs/ANALYSIS.md, "The session clock").
 *
 * The device's 32-bit counter wraps after 71.6 minutes and restarts at each boot. Session time undoes the wraps, and
 * bridges boots with the host's clock. Host times may come from any monotonic clock. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* All zero bytes at first. */
struct session_clock {
    bool started;          /* the first frame has arrived */
    uint32_t device_t_us;  /* device clock at the last frame */
    int64_t time_us;       /* session time at the last frame */
    int64_t host_us;       /* host clock at the last frame */
    int64_t first_host_us; /* host clock at the first frame */
};

/* Advance to the next frame of the same boot and return its session time, which never decreases. The first call
 * starts the session. After a gap longer than the counter's range, the host's clock determines the number of wraps. */
int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Advance to the first frame after a boot and return its session time: that of the last frame plus the host
 * time since then, at least `min_step_us`. */
int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t min_step_us);

/* Whether the counter went back, so that the device has booted. A gap of over half the counter's range looks the same,
 * but then the host's clock agrees with the step, so it is not a boot. */
bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Return the host time since the first frame. */
int64_t session_clock_host_us(const struct session_clock *clock, int64_t host_us);
