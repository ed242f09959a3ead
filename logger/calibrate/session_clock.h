/* SPDX-License-Identifier: MIT */
/* The time of a roller's frames while it is calibrated: us since the first one, by the device's clock. (A recording
 * also asks which frames belong together: frame_sorter.h.)
 *
 * The device's 32-bit counter wraps after 71.6 minutes and restarts at each boot. This clock undoes the wraps, and
 * bridges boots with the host's clock. Host times may come from any monotonic clock. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* All zero bytes at first. */
struct session_clock {
    bool started;         /* the first frame has arrived */
    uint32_t device_t_us; /* device clock at the last frame */
    int64_t time_us;      /* time of the last frame */
    int64_t host_us;      /* host clock at the last frame */
};

/* Advance to the next frame of the same boot and return its time, which never decreases; the first call returns 0.
 * After a gap longer than the counter's range, the host's clock determines the number of wraps. */
int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Advance to the first frame after a boot and return its time: that of the last frame plus the host
 * time since then, at least `min_step_us`. */
int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t min_step_us);

/* Whether the counter went back, so that the device has booted. A gap of over half the counter's range looks the same,
 * but then the host's clock agrees with the step, so it is not a boot. */
bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us);
