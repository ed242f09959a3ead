/* SPDX-License-Identifier: MIT */
/*
 * Session time from the device's clock.
 *
 * The device counts microseconds in 32 bits, which start again after 71.6 minutes and at each boot. The
 * session's clock undoes the wraps and goes on over boots by what the host's clock says has passed. All times
 * in microseconds; host times are of any one monotone clock. Time 0 is the first frame, for both.
 */
#ifndef SESSION_CLOCK_H
#define SESSION_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct session_clock {
    bool started;
    uint32_t device_t_us;  /* the device's clock at the newest frame */
    int64_t time_us;       /* session time of the newest frame */
    int64_t host_us;       /* the host's clock when the newest frame came */
    int64_t first_host_us; /* the host's clock when the first frame came */
};

void session_clock_init(struct session_clock *clock);

/* Session time of a frame of the running boot; the first call starts the session. A silence longer than the
 * device's counter is bridged by the number of wraps that fits the host's clock best. Never goes back. */
int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Session time of the first frame after a boot or a replug: the newest frame's plus what the host saw pass,
 * and at least `least_us` more. */
int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t least_us);

/* True when a frame received at `host_us` lies before the newest one: the device has booted without our
 * hearing of it. Half of the counter back may be half of it ahead, after hours without a frame: so it is when
 * the host's clock agrees. */
bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* A host time since the first frame. */
int64_t session_clock_host_us(const struct session_clock *clock, int64_t host_us);

#endif
