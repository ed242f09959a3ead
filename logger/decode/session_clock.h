/* SPDX-License-Identifier: MIT */
/*
 * Session time from the device's clock, in us since the first frame (docs/ANALYSIS.md, "The session clock").
 *
 * The device's counter of 32 bits wraps after 71.6 minutes and restarts at each boot. Session time undoes the
 * wraps and bridges boots by the host's clock. Host times are of any one monotonic clock.
 */
#ifndef SESSION_CLOCK_H
#define SESSION_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* All zero bytes at first. */
struct session_clock {
    bool started;
    uint32_t device_t_us;  /* device clock, */
    int64_t time_us;       /* session time, */
    int64_t host_us;       /* and host clock at the last frame */
    int64_t first_host_us; /* host clock at the first frame */
};

/* Session time of the next frame of the same boot; never decreases. The first call starts the session. After
 * a gap longer than the counter, the host's clock decides the number of wraps. */
int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Session time of the first frame after a boot: the last frame's plus the host time since, at least
 * `min_step_us`. */
int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us,
                              int64_t min_step_us);

/* Whether the device has booted unnoticed: its counter went back. A step of over half the range also looks
 * like that after a long gap without frames; then it is no boot if the host's clock agrees with it. */
bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us);

/* Host time since the first frame. */
int64_t session_clock_host_us(const struct session_clock *clock, int64_t host_us);

#endif
