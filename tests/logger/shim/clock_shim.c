/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: many times per second the wall clock jumps an hour forward or back. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int calls;
    int (*real)(clockid_t, struct timespec *) = next_function(clock_gettime);
    struct timespec monotonic;
    int status = real(clock, now);
    if (clock != CLOCK_REALTIME || real(CLOCK_MONOTONIC, &monotonic) != 0)
        return status;
    long jumps = calls++ + monotonic.tv_nsec / 50000000;
    if (jumps % 2 == 1)
        now->tv_sec += 3600;
    return status;
}
