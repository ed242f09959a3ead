/* SPDX-License-Identifier: MIT */
/* Finds the readings of the IMU that are none, and the axis that turns (docs/ANALYSIS.md, "Readings that are none"). */
#pragma once

#include "session/session_table.h"

enum { IMU_AXIS_X, IMU_AXIS_Y, IMU_AXIS_Z };

struct imu_check {
    double frozen_s;        /* all axes, or those of the gyro, read exactly the same for a while */
    double accel_frozen_s;  /* those of the accelerometer alone did */
    double zero_s;          /* all axes read 0 */
    double clipped_s;       /* the gyro was at the end of its range */
    double accel_clipped_s; /* an axis of the accelerometer was */
    size_t torn_count;      /* single rates far from both neighbours */
    unsigned turning_axis;  /* the axis of the sensor that lies along the axle */
};

/* Check all rows of `session`. Readings that are none become NAN, of an accelerometer that is frozen or at the end of
 * its range only its own; session->imu_shift makes the axis that turns the body's z. O(rows). */
void imu_check(struct session_table *session, struct imu_check *check);
