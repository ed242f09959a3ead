/* SPDX-License-Identifier: MIT */
/*
 * What the accelerometer in the roller feels, and its calibration from the session itself.
 *
 * As complex numbers in the roller's body (x + iy), in g, with theta the rotation, w = theta', a = theta'':
 *
 *   m = exp(-i theta) (1 + i R a / g)         up, and the axle's own acceleration as it rolls along the floor
 *   z = A m + C conj(m) + b + r (i a - w^2) / g
 *
 * A gain, C unequal gains and skew of the two axes, b bias, r where the sensor sits off the axle (tangential and
 * centripetal acceleration), R the rolling radius. A, C, b, r, a correction of R and the gyro's scale error are the
 * least-squares solution over the session, held by priors to what data sheets allow (MPU-6050: bias 50 mg, scale 3 %)
 * where the session does not tell.
 */
#ifndef IMU_MODEL_H
#define IMU_MODEL_H

#include <stdbool.h>
#include <stddef.h>

struct imu_model {
    double gain;
    double skew_x, skew_y;     /* C */
    double bias_x, bias_y;     /* b, g */
    double offset_x, offset_y; /* r, mm */
    double radius_mm;          /* R as felt */
};

/* The inputs, n values each. Rows with valid[i] == 0 have no reading. */
struct imu_input {
    size_t count;
    const double *time_s;
    const float *accel;         /* [2 n] x, y in g */
    const float *rate;          /* theta', rad/s */
    const float *rate_change;   /* theta'', rad/s^2 */
    const unsigned char *valid;
    const unsigned char *loaded;
};

/* A perfect sensor on the axle of a roller of this radius. */
void imu_model_init(struct imu_model *model, double radius_mm);

/* The direction the model reads out of row i as a unit-like complex number near exp(-i theta). */
void imu_model_up(const struct imu_model *model, const struct imu_input *input, size_t i, double *x, double *y);

/*
 * Fit the model to the loaded rows, given the best rotation so far, theta_rad[n], and the part of it that only the
 * gyro tells, swing_rad[n] (theta less its low-pass). `*scale_error` = the relative error of the gyro's scale that is left in
 * theta. False when too little is there to fit; the model is then unchanged.
 */
bool imu_model_fit(struct imu_model *model, const struct imu_input *input, double radius_mm, const double *theta_rad,
                   const double *swing_rad, double *scale_error);

#endif
