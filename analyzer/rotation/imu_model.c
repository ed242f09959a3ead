/* SPDX-License-Identifier: MIT */
#include "rotation/imu_model.h"

#include <math.h>

/* The unknowns of the fit; SCALE is the gyro's relative scale error. */
enum unknown { GAIN, SKEW_X, SKEW_Y, BIAS_X, BIAS_Y, OFFSET_X, OFFSET_Y, RADIUS, SCALE, UNKNOWNS };

#define SAMPLES_MIN 6       /* fewer samples are not fitted */
#define DEVIATION_G 0.05    /* deviation of a sample, mostly due to motion that the model ignores */
#define CORRELATED_S 0.2    /* duration over which the ignored motion is correlated */
#define OUTLIER_G 0.5       /* a sample that differs more from the model is left out */
#define GAIN_CHANGE_MAX 0.5 /* largest difference from 1 of a plausible gain */
#define SKEW_MAX 0.3        /* largest length of a plausible skew */

void imu_model_init(struct imu_model *model, double radius_mm)
{
    *model = (struct imu_model){.gain = 1, .radius_mm = radius_mm};
}

bool imu_model_is_plausible(const struct imu_model *model)
{
    return fabs(model->gain - 1) <= GAIN_CHANGE_MAX && hypot(model->skew_x, model->skew_y) <= SKEW_MAX;
}

struct imu_inverse imu_model_invert(const struct imu_model *model)
{
    /* Solve z = gain m + (skew_x + i skew_y) conj(m) for m; scale is 1 / determinant. */
    double scale = 1 / (model->gain * model->gain - model->skew_x * model->skew_x - model->skew_y * model->skew_y);
    return (struct imu_inverse){.model = *model,
                                .xx = scale * (model->gain - model->skew_x),
                                .xy = -scale * model->skew_y,
                                .yx = -scale * model->skew_y,
                                .yy = scale * (model->gain + model->skew_x)};
}

void imu_model_fit_init(struct imu_model_fit *fit, double radius_mm)
{
    fit->radius_mm = radius_mm;
    fit->sample_count = 0;
    normal_equations_init(&fit->equations, UNKNOWNS);
}

void imu_model_fit_add(struct imu_model_fit *fit, const struct imu_model_sample *sample, double span_s)
{
    double tangential = sample->rate_change_rad_s2 / PHYSICS_GRAVITY_MM_S2;
    double centripetal = -sample->rate_rad_s * sample->rate_rad_s / PHYSICS_GRAVITY_MM_S2;
    double up_x = cos(sample->rotation_rad), up_y = -sin(sample->rotation_rad), axle = fit->radius_mm * tangential;
    double mx = up_x - axle * up_y, my = up_y + axle * up_x, gyro_only = sample->gyro_only_rad;
    double error_x = sample->accel_x_g - mx, error_y = sample->accel_y_g - my;
    double weight = span_s / CORRELATED_S / (DEVIATION_G * DEVIATION_G);
    fit->sample_count++;
    if (error_x * error_x + error_y * error_y > OUTLIER_G * OUTLIER_G)
        return;
    /* derivatives of the reading's x and y with respect to each unknown */
    double row_x[UNKNOWNS] = {mx, mx, my, 1, 0, centripetal, -tangential, -up_y * tangential, my * gyro_only};
    double row_y[UNKNOWNS] = {my, -my, mx, 0, 1, tangential, centripetal, up_x * tangential, -mx * gyro_only};
    normal_equations_add(&fit->equations, row_x, sample->accel_x_g, weight);
    normal_equations_add(&fit->equations, row_y, sample->accel_y_g, weight);
}

bool imu_model_fit_finish(struct imu_model_fit *fit, struct imu_model *model, double *scale_error)
{
    *scale_error = 0;
    if (fit->sample_count < SAMPLES_MIN)
        return false;
    static const struct {
        double value, deviation;
    } prior[UNKNOWNS] = {
        [GAIN] = {1, 0.03},   [SKEW_X] = {0, 0.02}, [SKEW_Y] = {0, 0.02}, [BIAS_X] = {0, 0.05}, [BIAS_Y] = {0, 0.05},
        [OFFSET_X] = {0, 20}, [OFFSET_Y] = {0, 20}, [RADIUS] = {0, 5},    [SCALE] = {0, 0.02}};
    for (size_t k = 0; k < UNKNOWNS; k++)
        normal_equations_add_prior(&fit->equations, k, prior[k].value, prior[k].deviation);
    double x[UNKNOWNS];
    if (!normal_equations_solve(&fit->equations, x))
        return false;
    const struct imu_model fitted = {.gain = x[GAIN],
                                     .skew_x = x[SKEW_X],
                                     .skew_y = x[SKEW_Y],
                                     .bias_x_g = x[BIAS_X],
                                     .bias_y_g = x[BIAS_Y],
                                     .offset_x_mm = x[OFFSET_X],
                                     .offset_y_mm = x[OFFSET_Y],
                                     .radius_mm = fit->radius_mm + x[RADIUS]};
    if (!imu_model_is_plausible(&fitted))
        return false;
    *model = fitted;
    *scale_error = x[SCALE];
    return true;
}
