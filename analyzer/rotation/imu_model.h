/* SPDX-License-Identifier: MIT */
/* A model of what the accelerometer in the roller measures (docs/ANALYSIS.md, "The sensor model"). Vectors in the
 * body's axes are complex numbers x + iy. The reading is z = A m + C conj(m) + b + r (i a - w^2), where m is up plus
 * the axle's acceleration, in g. */
#pragma once

#include "rotation/imu_blocks.h"

#include <complex.h>
#include <stdbool.h>

/* Calibration of both sensors. All are fitted to the session, from priors. */
enum imu_unknown {
    IMU_GAIN,   /* A */
    IMU_SKEW_X, /* C: unequal gains and skew of the axes */
    IMU_SKEW_Y,
    IMU_BIAS_X, /* b, in g */
    IMU_BIAS_Y,
    IMU_LEVER_X, /* r: position of the sensor relative to the axle, mm */
    IMU_LEVER_Y,
    IMU_RADIUS, /* rolling radius that fits the accelerometer, less the one of the header, mm */
    IMU_SCALE,  /* of the gyro: true over measured rate */
    IMU_UNKNOWNS
};

struct imu_model {
    double radius_mm; /* of the header */
    double value[IMU_UNKNOWNS];
};

/* What is known of each unknown before the session. */
extern const struct imu_prior {
    double value, deviation;
} imu_model_prior[IMU_UNKNOWNS];

/* Initialise the model of a perfect sensor on the axle. */
void imu_model_init(struct imu_model *model, double radius_mm);

/* Return the rotation of a block's middle row from the integrated gyro, whose slow error is `error_rad`. */
static inline double imu_model_rotation_rad(const struct imu_model *model, const struct imu_block *block,
                                            double error_rad)
{
    return model->value[IMU_SCALE] * block->gyro_rad + block->ring_rad - error_rad;
}

/* The reading that the model expects of a block, g, and its derivatives. */
struct imu_expected {
    double complex accel_g;
    double complex by_error; /* with respect to error_rad */
    double complex by[IMU_UNKNOWNS];
};

void imu_model_expect(const struct imu_model *model, const struct imu_block *block, double error_rad,
                      struct imu_expected *expected);

/* Return the up direction in the block's middle row by its reading; it is about exp(-i rotation). */
double complex imu_model_up(const struct imu_model *model, const struct imu_block *block);

/* Return the variance of a block's reading about the expected one, g^2: larger the more the block moves. */
double imu_model_variance(const struct imu_model *model, const struct imu_block *block);
