/* SPDX-License-Identifier: MIT */
/* The host's clocks, in microseconds. */
#ifndef HOST_TIME_H
#define HOST_TIME_H

#include <stdint.h>

/* Return the monotonic time (platform_clock). All durations are measured with it. */
int64_t host_time_us(void);

/* Return the time since 1970, UTC. The user may set this clock at any time, so it is for names and dates only. */
int64_t host_time_wall_us(void);

#endif
