/* SPDX-License-Identifier: MIT */
/* Detects an IMU that repeats a reading while the roller moves. A sensor that works never does: its noise alone changes
 * some of six values at each reading. That the ring moves shows in the strips. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

#define IMU_WATCH_FROZEN_US 200000u

/* When all bytes are zero, nothing was read yet. */
struct imu_watch {
    bool has_reference;          /* the readings repeat, and `quarter` is known */
    uint8_t quarter[HAL_STRIPS]; /* a quarter of each strip's mean conversion at the first repeated reading */
};

/* Update with the frame of a reading. `unchanged_us`: for how long the readings have been the same (imu_unchanged_us).
 * True if the IMU is frozen. */
bool imu_watch_update(struct imu_watch *watch, const struct sampler_frame *frame, uint32_t unchanged_us);
