/* SPDX-License-Identifier: MIT */
/*
 * What the accelerometer in the roller feels, and its calibration from the session itself.
 *
 * As complex numbers in the roller's body (x + iy), in g, with theta the rotation, w = theta', a = theta'':
 *
 *   m = exp(-i theta) (1 + i R a / g)         up, and the axle's own acceleration as it rolls along the floor
 *   z = A m + C conj(m) + b + r (i a - w^2) / g
 *
 * A gain, C unequal gains and skew of the two axes, b bias, r where the sensor sits off the axle (tangential
 * and centripetal acceleration), R the rolling radius. A, C, b, r, a correction of R and the gyro's scale
 * error are the least-squares solution over the session, held by priors to what data sheets allow (MPU-6050:
 * bias 50 mg, scale 3 %) where the session does not tell.
 */
#ifndef IMU_MODEL_H
#define IMU_MODEL_H

#include "shared/physics.h"
#include "numeric/normal_equations.h"

#include <stdbool.h>
#include <stddef.h>

struct imu_model {
    double gain;
    double skew_x, skew_y;     /* C */
    double bias_x, bias_y;     /* b, g */
    double offset_x, offset_y; /* r, mm */
    double radius_mm;          /* R as felt */
};

/* Whether a sensor may be like that. */
bool imu_model_is_plausible(const struct imu_model *model);

/* A perfect sensor on the axle of a roller of this radius. */
void imu_model_init(struct imu_model *model, double radius_mm);

/* The model solved for m: up = inverse (z - what the motion adds). */
struct imu_inverse {
    struct imu_model model;
    double xx, xy, yx, yy; /* from z to m */
};

struct imu_inverse imu_model_invert(const struct imu_model *model);

/*
 * The direction the model reads out of an acceleration (g) at a rate and its change (rad/s, rad/s^2), as a
 * unit-like complex number near exp(-i theta).
 */
static inline void imu_model_up(const struct imu_inverse *inverse, double accel_x, double accel_y,
                                double rate, double rate_change, double *x, double *y)
{
    const struct imu_model *model = &inverse->model;
    double tangential = rate_change * (1 / PHYSICS_GRAVITY_MM_S2),
           centripetal = -rate * rate * (1 / PHYSICS_GRAVITY_MM_S2);
    double zx = accel_x - model->bias_x - model->offset_x * centripetal + model->offset_y * tangential;
    double zy = accel_y - model->bias_y - model->offset_x * tangential - model->offset_y * centripetal;
    double mx = inverse->xx * zx + inverse->xy * zy, my = inverse->yx * zx + inverse->yy * zy;
    /* divided by 1 + i R a / g, but for its length */
    double push = model->radius_mm * tangential;
    *x = mx + push * my;
    *y = my - push * mx;
}

/* A place at which the sensor is looked at: what it feels there, and how the roller moves by the best
 * rotation so far. */
struct imu_model_sample {
    double accel_x, accel_y;  /* g */
    double rate, rate_change; /* rad/s, rad/s^2 */
    double theta_rad;
    double swing_rad; /* the part of theta that only the gyro tells */
};

/* A fit that takes moments in. */
struct imu_model_fit {
    struct normal_equations solve;
    double radius_mm;
    size_t moments;
};

void imu_model_fit_init(struct imu_model_fit *fit, double radius_mm);

/* Count `moment` as much as one that stands for `span_s` of loaded rolling. */
void imu_model_fit_add(struct imu_model_fit *fit, const struct imu_model_sample *moment, double span_s);

/*
 * The model by all moments. `*scale_error` = the relative error of the gyro's scale that is left in
 * their rotations. False when too little is there to fit; the model is then unchanged. The fit is used up.
 */
bool imu_model_fit_finish(struct imu_model_fit *fit, struct imu_model *model, double *scale_error);

#endif
