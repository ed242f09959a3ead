/* SPDX-License-Identifier: MIT */
/* A model of what the accelerometer in the roller measures, calibrated from the session (docs/ANALYSIS.md, "The sensor
 * model"). Vectors in the body's axes are complex numbers x + iy. The reading is z = A m + C conj(m) + b + the sensor's
 * acceleration relative to the axle, where m is up plus the axle's acceleration, in g. */
#pragma once

#include "numeric/normal_equations.h"
#include "shared/physics.h"

#include <stdbool.h>
#include <stddef.h>

struct imu_model {
    double gain;                     /* A */
    double skew_x, skew_y;           /* C: unequal gains and skew of the axes */
    double bias_x_g, bias_y_g;       /* b */
    double offset_x_mm, offset_y_mm; /* r: position of the sensor relative to the axle */
    double radius_mm;                /* R: rolling radius that fits the accelerometer */
};

/* Calibration of both sensors. The corrected rate of the gyro is (rate - bias_rad_s) * scale. */
struct imu_calibration {
    double bias_rad_s;
    double scale; /* near 1 */
    struct imu_model model;
};

/* Initialise the model of a perfect sensor on the axle. */
void imu_model_init(struct imu_model *model, double radius_mm);

/* Whether the gain differs from 1 by at most 0.5, and the skew is at most 0.3. */
bool imu_model_is_plausible(const struct imu_model *model);

/* A model prepared by imu_model_invert: xx, xy, yx and yy are the inverse of the matrix for m -> A m + C conj(m). */
struct imu_inverse {
    struct imu_model model;
    double xx, xy, yx, yy;
};

struct imu_inverse imu_model_invert(const struct imu_model *model);

/* Compute the up direction from an acceleration, the rate and its change: (x, y) is near the
 * cosine and sine of minus the rotation. */
static inline void imu_model_up(const struct imu_inverse *inverse, double accel_x_g, double accel_y_g,
                                double rate_rad_s, double rate_change_rad_s2, double *x, double *y)
{
    const struct imu_model *model = &inverse->model;
    double tangential = rate_change_rad_s2 * (1 / PHYSICS_GRAVITY_MM_S2);
    double centripetal = -rate_rad_s * rate_rad_s * (1 / PHYSICS_GRAVITY_MM_S2);
    double zx = accel_x_g - model->bias_x_g - model->offset_x_mm * centripetal + model->offset_y_mm * tangential;
    double zy = accel_y_g - model->bias_y_g - model->offset_x_mm * tangential - model->offset_y_mm * centripetal;
    double mx = inverse->xx * zx + inverse->xy * zy, my = inverse->yx * zx + inverse->yy * zy;
    double axle = model->radius_mm * tangential; /* multiply by 1 - i R a / g, to remove the axle's acceleration */
    *x = mx + axle * my;
    *y = my - axle * mx;
}

struct imu_model_sample {
    double accel_x_g, accel_y_g;
    double rate_rad_s, rate_change_rad_s2;
    double rotation_rad;  /* best estimate of the rotation */
    double gyro_only_rad; /* rotation minus its low-pass: the part that only the gyro measures */
};

/* State of a fit; the fields are private. */
struct imu_model_fit {
    struct normal_equations equations;
    double radius_mm;
    size_t sample_count;
};

/* Begin a fit; the fitted radius will be near radius_mm. */
void imu_model_fit_init(struct imu_model_fit *fit, double radius_mm);

/* Add a sample that stands for `span_s` of loaded rolling. */
void imu_model_fit_add(struct imu_model_fit *fit, const struct imu_model_sample *sample, double span_s);

/* Solve for the model; call this once. Sets *scale_error to the gyro's relative scale error that remains in the
 * samples' rotations. False, with the model unchanged and an error of 0, if there are too few samples or the result is
 * implausible. */
bool imu_model_fit_finish(struct imu_model_fit *fit, struct imu_model *model, double *scale_error);
