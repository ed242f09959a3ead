/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test, as if the computer had slept for two hours: once the file SUSPEND_SHIM
 * exists, the clocks that also run during sleep are two hours ahead. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*real)(clockid_t, struct timespec *) = next_function(clock_gettime);
    const char *path = getenv("SUSPEND_SHIM");
    int status = real(clock, now);
    if ((clock == CLOCK_BOOTTIME || clock == CLOCK_REALTIME) && path && access(path, F_OK) == 0)
        now->tv_sec += 7200;
    return status;
}
