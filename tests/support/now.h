/* SPDX-License-Identifier: MIT */
/* The monotonic clock in seconds, for time limits and measurements in tests. */
#pragma once

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static inline double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* How many times longer than on an idle computer something may take now: 1, and the load of each processor. */
static inline double busy_factor(void)
{
    double load_average = 0;
    (void)getloadavg(&load_average, 1);
    return 1 + load_average / (double)sysconf(_SC_NPROCESSORS_ONLN);
}
