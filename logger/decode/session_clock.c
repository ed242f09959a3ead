/* SPDX-License-Identifier: MIT */
#include "decode/session_clock.h"

#define WRAP_US 4294967296LL       /* 2^32 */
#define SKEW_TOLERANCE_US 30000000 /* largest difference between the two clocks over a wrap (0.7 %) */

static int64_t device_elapsed_us(const struct session_clock *clock, uint32_t t_us)
{
    return (int64_t)(uint32_t)(t_us - clock->device_t_us); /* modulo 2^32 */
}

/* Return the duration of the counter's complete wraps since the last frame: the host's elapsed time minus `device_us`,
 * rounded to a multiple of 2^32 us. During a replay almost no host time passes, so the result is 0. */
static int64_t wraps_us(const struct session_clock *clock, int64_t device_us, int64_t host_us)
{
    int64_t excess_us = host_us - clock->host_us - device_us;
    return excess_us > 0 ? (excess_us + WRAP_US / 2) / WRAP_US * WRAP_US : 0;
}

static int64_t advance(struct session_clock *clock, int64_t step_us, uint32_t t_us, int64_t host_us)
{
    if (!clock->started)
        *clock = (struct session_clock){.started = true};
    else
        clock->time_us += step_us;
    clock->device_t_us = t_us;
    clock->host_us = host_us;
    return clock->time_us;
}

int64_t session_clock_advance(struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    int64_t device_us = device_elapsed_us(clock, t_us);
    return advance(clock, device_us + wraps_us(clock, device_us, host_us), t_us, host_us);
}

int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t min_step_us)
{
    int64_t elapsed_us = host_us - clock->host_us;
    return advance(clock, elapsed_us > min_step_us ? elapsed_us : min_step_us, t_us, host_us);
}

bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    if (!clock->started || (int32_t)(t_us - clock->device_t_us) > 0)
        return false;
    int64_t device_us = device_elapsed_us(clock, t_us);
    int64_t difference_us = host_us - clock->host_us - (device_us + wraps_us(clock, device_us, host_us));
    return device_us == 0 || difference_us < -SKEW_TOLERANCE_US || difference_us > SKEW_TOLERANCE_US;
}
