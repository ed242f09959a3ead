/* SPDX-License-Identifier: MIT */
/* The host's clocks, in microseconds. */
#ifndef HOST_TIME_H
#define HOST_TIME_H

#include <stdint.h>

/* A clock that nobody sets and that also counts while the computer sleeps: all that is measured is measured
 * by it. */
int64_t host_time_us(void);

/* Since 1970, UTC, as the computer believes at the moment: for names and dates only. */
int64_t host_time_wall_us(void);

#endif
