/* SPDX-License-Identifier: MIT */
#include "decode/session_clock.h"

#define WRAP_US 4294967296LL         /* 2^32 */
#define ASLEEP_TOLERANCE_US 30000000 /* by how much the clocks may part in a wrap: 0.7 % */

void session_clock_init(struct session_clock *clock)
{
    *clock = (struct session_clock){0};
}

static void start(struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    *clock = (struct session_clock){
        .started = true, .device_t_us = t_us, .host_us = host_us, .first_host_us = host_us};
}

/* Whole wraps between two frames `passed_us` apart modulo 2^32, by the host's clock. When lines are replayed
 * from a file the host sees next to nothing pass: then none. */
static int64_t whole_wraps_us(const struct session_clock *clock, int64_t passed_us, int64_t host_us)
{
    int64_t missing_us = host_us - clock->host_us - passed_us;
    return missing_us > 0 ? (missing_us + WRAP_US / 2) / WRAP_US * WRAP_US : 0;
}

int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    if (!clock->started) {
        start(clock, t_us, host_us);
        return 0;
    }
    int64_t passed_us = (int64_t)(uint32_t)(t_us - clock->device_t_us);
    clock->time_us += passed_us + whole_wraps_us(clock, passed_us, host_us);
    clock->device_t_us = t_us;
    clock->host_us = host_us;
    return clock->time_us;
}

int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t least_us)
{
    if (!clock->started) {
        start(clock, t_us, host_us);
        return 0;
    }
    int64_t passed_us = host_us - clock->host_us;
    clock->time_us += passed_us > least_us ? passed_us : least_us;
    clock->device_t_us = t_us;
    clock->host_us = host_us;
    return clock->time_us;
}

bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    if (!clock->started || (int32_t)(t_us - clock->device_t_us) > 0)
        return false;
    int64_t passed_us = (int64_t)(uint32_t)(t_us - clock->device_t_us);
    int64_t apart_us = host_us - clock->host_us - passed_us - whole_wraps_us(clock, passed_us, host_us);
    return passed_us == 0 || apart_us < -ASLEEP_TOLERANCE_US || apart_us > ASLEEP_TOLERANCE_US;
}

int64_t session_clock_host_us(const struct session_clock *clock, int64_t host_us)
{
    return host_us - clock->first_host_us;
}
