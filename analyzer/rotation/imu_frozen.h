/* SPDX-License-Identifier: MIT */
/* Readings that do not change although the roller turns: of the whole IMU, or of its gyro or accelerometer alone
 * (docs/ANALYSIS.md, "Readings that are none"). */
#pragma once

#include "rotation/imu_check.h"

#include <stdbool.h>

/* Whether some axis hardly ever changes while others of the gyro, or of the accelerometer, do: a simulated sensor
 * without noise, which reads the same whenever it rests. O(1). */
bool imu_frozen_is_noise_free(const struct session_table *session);

/* Make frozen readings NAN, and those that are zero on all axes; if only the accelerometer is frozen, only its own.
 * Adds to check->frozen_s, accel_frozen_s and zero_s. O(rows). */
void imu_frozen_clear(struct session_table *session, bool noise_free, struct imu_check *check);
