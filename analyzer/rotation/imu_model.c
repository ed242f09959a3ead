/* SPDX-License-Identifier: MIT */
#include "rotation/imu_model.h"

#include <math.h>

#define DEVIATION_G 0.05    /* deviation of a block's reading, mostly due to motion that is not modelled */
#define MOTION_G 0.1        /* acceleration of the axle that doubles the variance */
#define LEVER_FRACTION 0.02 /* of the acceleration at the sensor's place: as much counts as motion, too */

const struct imu_prior imu_model_prior[IMU_UNKNOWNS] = {
    [IMU_GAIN] = {1, 0.03},   [IMU_SKEW_X] = {0, 0.02}, [IMU_SKEW_Y] = {0, 0.02},
    [IMU_BIAS_X] = {0, 0.05}, [IMU_BIAS_Y] = {0, 0.05}, [IMU_LEVER_X] = {0, 60},
    [IMU_LEVER_Y] = {0, 60},  [IMU_RADIUS] = {0, 10},   [IMU_SCALE] = {1, 0.02}};

void imu_model_init(struct imu_model *model, double radius_mm)
{
    *model = (struct imu_model){.radius_mm = radius_mm};
    for (int k = 0; k < IMU_UNKNOWNS; k++)
        model->value[k] = imu_model_prior[k].value;
}

static double complex pair(const struct imu_model *model, enum imu_unknown x)
{
    return model->value[x] + I * model->value[x + 1];
}

void imu_model_expect(const struct imu_model *model, const struct imu_block *block, double error_rad,
                      struct imu_expected *expected)
{
    double rotation_rad = imu_model_rotation_rad(model, block, error_rad);
    double tangential = (double)block->tangential, radius_mm = model->radius_mm + model->value[IMU_RADIUS];
    double complex up = cos(rotation_rad) - I * sin(rotation_rad);
    double complex axle = up * (1 + I * (radius_mm * tangential)); /* up plus the axle's acceleration */
    double complex mirrored = (double complex)block->twice * conj(axle);
    double complex body = (double complex)block->body, lever = (double complex)block->lever;
    double complex gained = model->value[IMU_GAIN] * axle, skewed = pair(model, IMU_SKEW_X) * mirrored;
    expected->accel_g = gained + skewed + pair(model, IMU_BIAS_X) * body + pair(model, IMU_LEVER_X) * lever;
    expected->by_error = I * (gained - skewed);
    expected->by[IMU_GAIN] = axle;
    expected->by[IMU_SKEW_X] = mirrored;
    expected->by[IMU_SKEW_Y] = I * mirrored;
    expected->by[IMU_BIAS_X] = body;
    expected->by[IMU_BIAS_Y] = I * body;
    expected->by[IMU_LEVER_X] = lever;
    expected->by[IMU_LEVER_Y] = I * lever;
    expected->by[IMU_RADIUS] = model->value[IMU_GAIN] * up * (I * tangential);
    expected->by[IMU_SCALE] = -block->gyro_rad * expected->by_error;
}

double complex imu_model_up(const struct imu_model *model, const struct imu_block *block)
{
    double complex accel_g = (double complex)block->accel_g - pair(model, IMU_BIAS_X) * (double complex)block->body -
                             pair(model, IMU_LEVER_X) * (double complex)block->lever;
    return accel_g * (1 - I * (model->radius_mm * (double)block->tangential));
}

double imu_model_variance(const struct imu_model *model, const struct imu_block *block)
{
    double axle = model->radius_mm * (double)block->tangential / MOTION_G;
    double lever_mm = hypot(model->value[IMU_LEVER_X], model->value[IMU_LEVER_Y]);
    double lever = lever_mm * (double)block->centripetal * LEVER_FRACTION / MOTION_G;
    return DEVIATION_G * DEVIATION_G * (1 + axle * axle + lever * lever);
}
