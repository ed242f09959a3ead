/* SPDX-License-Identifier: MIT */
/*
 * The roller's rotation by its motion sensor.
 *
 * The gyro's rate, integrated, is exact from moment to moment and drifts; gravity never drifts and is wrong
 * in every fast stroke. So: integrate the gyro and take its slow error out by gravity
 * (complementary_filter.h). The model of the accelerometer, the gyro's bias and its scale are then fitted
 * again and the whole is repeated; of a long session by the beginning, as far as rolling enough is in it. No
 * turn is ever lost, since the phase to unwrap is that of the slow error, not of the rotation. Across a hole
 * of more than 1 s in the rows the rotation is the smallest that gravity allows, but for whole turns. A
 * silence of the sensor is such a hole too, unless the ring stands in for it (imu_rates.h). O(n).
 */
#ifndef ANGLE_IMU_H
#define ANGLE_IMU_H

#include "rotation/imu_model.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct angle_imu {
    double *theta_rad; /* [n] rotation */
    struct imu_model model;
    double gyro_scale;     /* to multiply the gyro by */
    double dropout_s;      /* time under load without a reading */
    bool ring_substituted; /* for what was silent */
};

/*
 * `loaded` [n] as in force_series.h; `ring_theta_rad` [n] the rotation by the ring, or NULL when that tells
 * none. False when memory is short. Free with angle_imu_free.
 */
bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *recording,
                        const unsigned char *loaded, const double *ring_theta_rad, double radius_mm);

void angle_imu_free(struct angle_imu *angle);

#endif
