/* SPDX-License-Identifier: MIT */
#include "calibrate/session_clock.h"

#include "decode/frame_step.h"

#define SKEW_TOLERANCE_US 30000000 /* largest difference between the two clocks over a wrap (0.7 %) */

/* Return the device time since the last frame, the counter's complete wraps included. */
static int64_t elapsed_us(const struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    int64_t device_us = (int64_t)(uint32_t)(t_us - clock->device_t_us); /* modulo 2^32 */
    return device_us + frame_step_wraps_us(host_us - clock->host_us, device_us);
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
    return advance(clock, elapsed_us(clock, t_us, host_us), t_us, host_us);
}

int64_t session_clock_restart(struct session_clock *clock, uint32_t t_us, int64_t host_us, int64_t min_step_us)
{
    int64_t step_us = host_us - clock->host_us;
    return advance(clock, step_us > min_step_us ? step_us : min_step_us, t_us, host_us);
}

bool session_clock_went_back(const struct session_clock *clock, uint32_t t_us, int64_t host_us)
{
    if (!clock->started || (int32_t)(t_us - clock->device_t_us) > 0)
        return false;
    int64_t difference_us = host_us - clock->host_us - elapsed_us(clock, t_us, host_us);
    return t_us == clock->device_t_us || difference_us < -SKEW_TOLERANCE_US || difference_us > SKEW_TOLERANCE_US;
}
