/* SPDX-License-Identifier: MIT */
/* The monotonic clock in seconds, for time limits and measurements in tests. */
#pragma once

#include <time.h>

static inline double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
