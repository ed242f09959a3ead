/* SPDX-License-Identifier: MIT */
/* The host's clocks, in microseconds. */
#ifndef HOST_TIME_H
#define HOST_TIME_H

#include <stdint.h>

/* Monotonic, and running while the computer sleeps: for all measurements. */
int64_t host_time_us(void);

/* Since 1970, UTC; may be set at any time: for names and dates only. */
int64_t host_time_wall_us(void);

#endif
