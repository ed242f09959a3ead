/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: the wall clock jumps an hour forward and back, many times per
 * second. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int asked;
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    struct timespec running;
    int status = real(clock, now);
    if (clock == CLOCK_REALTIME && real(CLOCK_MONOTONIC, &running) == 0 && (asked++ + running.tv_nsec / 50000000) % 2)
        now->tv_sec += 3600;
    return status;
}
