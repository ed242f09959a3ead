/* SPDX-License-Identifier: MIT */
/*
 * The rotation by the gyro, with its slow error taken out by gravity.
 *
 * The gyro's rate, integrated, is theta_g. What the accelerometer tells of up (imu_model.h), turned by
 * theta_g, is a slow vector whose phase is the error of theta_g: that is low-passed forwards and backwards,
 * and its phase taken off. Blocks of rows (imu_blocks.h) weigh less the harder the rolling accelerates the
 * roller, and in the air; between their middles the phase goes evenly. Each piece between holes and blind
 * rows goes by itself: what is behind one knows nothing of what was before, but for whole turns. O(n).
 */
#ifndef COMPLEMENTARY_FILTER_H
#define COMPLEMENTARY_FILTER_H

#include "rotation/imu_blocks.h"
#include "rotation/imu_model.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPLEMENTARY_FILTER_TAU_S 1.5 /* time constant of the low-pass on the gyro's error */

/* What is known of the sensor. The gyro's rate is (what it reads - bias) * scale, rad/s. */
struct imu_calibration {
    double bias, scale;
    struct imu_model model;
};

/* By block: the rotation in its middle row, and theta_g less it in its middle. */
struct complementary_filter {
    double *theta_rad, *error_rad;
    double *x, *y; /* to work in */
};

/* For so many blocks. False when memory is short. Free with complementary_filter_free. */
bool complementary_filter_make(struct complementary_filter *drift, size_t blocks);
void complementary_filter_free(struct complementary_filter *drift);

/* Fill in the first `count` blocks. */
void complementary_filter_run(struct complementary_filter *drift, const struct imu_blocks *blocks,
                              size_t count, const struct imu_calibration *sensor);

/* The rotation of each row, theta_rad[rows], by all blocks, which have been followed. */
void complementary_filter_rows(const struct complementary_filter *drift, const struct imu_blocks *blocks,
                               const struct imu_calibration *sensor, const struct imu_rates *imu,
                               const double *time_s, double *theta_rad);

#endif
