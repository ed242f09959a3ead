/* SPDX-License-Identifier: MIT */
#include "imu_watch.h"

#define MOVED_MIN 4u /* change of a quarter of a strip's mean conversion that its noise does not cause */

/* Return a quarter of a strip's mean conversion, 0 to 255. */
static uint8_t quarter(const struct sampler_frame *frame, uint8_t strip)
{
    return (uint8_t)(frame->strip[strip] / frame->scans / 4);
}

static bool has_moved(const struct imu_watch *watch, const struct sampler_frame *frame)
{
    for (uint8_t i = 0; i < HAL_STRIPS; i++) {
        uint8_t now = quarter(frame, i);
        uint8_t before = watch->quarter[i];
        if (now >= before + MOVED_MIN || before >= now + MOVED_MIN)
            return true;
    }
    return false;
}

bool imu_watch_update(struct imu_watch *watch, const struct sampler_frame *frame, uint32_t unchanged_us)
{
    if (unchanged_us == 0) {
        watch->has_reference = false;
        return false;
    }
    if (!watch->has_reference) {
        watch->has_reference = true;
        for (uint8_t i = 0; i < HAL_STRIPS; i++)
            watch->quarter[i] = quarter(frame, i);
    }
    return unchanged_us >= IMU_WATCH_FROZEN_US && has_moved(watch, frame);
}
