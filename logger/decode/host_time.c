/* SPDX-License-Identifier: MIT */
#include "decode/host_time.h"

#include "platform/platform.h"

static int64_t read_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t host_time_us(void)
{
    return read_us(platform_clock());
}

int64_t host_time_wall_us(void)
{
    return read_us(CLOCK_REALTIME);
}
