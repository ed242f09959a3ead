/* SPDX-License-Identifier: MIT */
#include "imu_model.h"

#include "solve.h"

#include <math.h>

enum unknown { GAIN, SKEW_X, SKEW_Y, BIAS_X, BIAS_Y, OFFSET_X, OFFSET_Y, RADIUS, SCALE, UNKNOWNS };

#define STEP 4 /* rows: neighbours tell the same */
#define ROWS_LEAST 25
/* A row's residual is mostly unmodelled motion, about 0.05 g and alike over some tenths of a second. */
#define ROW_WEIGHT (1 / (0.05 * 0.05) / 20 * STEP)
#define OUTLIER_G 0.5

void imu_model_init(struct imu_model *model, double radius_mm)
{
    *model = (struct imu_model){.gain = 1, .radius_mm = radius_mm};
}

struct imu_inverse imu_model_invert(const struct imu_model *model)
{
    /* z = A m + C conj(m), solved for m */
    double scale = 1 / (model->gain * model->gain - model->skew_x * model->skew_x - model->skew_y * model->skew_y);
    return (struct imu_inverse){.model = *model,
                                .xx = scale * (model->gain - model->skew_x),
                                .xy = -scale * model->skew_y,
                                .yx = -scale * model->skew_y,
                                .yy = scale * (model->gain + model->skew_x)};
}

static void add_row(struct solve *solve, const struct imu_input *input, size_t i, double radius_mm, double theta,
                    double swing)
{
    double tangential = (double)input->rate_change[i] / ROLLER_GRAVITY_MM_S2;
    double rate = (double)input->rate[i], centripetal = -rate * rate / ROLLER_GRAVITY_MM_S2;
    double ex = cos(theta), ey = -sin(theta), push = radius_mm * tangential;
    double mx = ex - push * ey, my = ey + push * ex;
    double zx = (double)input->accel[2 * i], zy = (double)input->accel[2 * i + 1];
    double off_x = zx - mx, off_y = zy - my;
    if (off_x * off_x + off_y * off_y > OUTLIER_G * OUTLIER_G)
        return;
    double row_x[UNKNOWNS] = {mx, mx, my, 1, 0, centripetal, -tangential, -ey * tangential, my * swing};
    double row_y[UNKNOWNS] = {my, -my, mx, 0, 1, tangential, centripetal, ex * tangential, -mx * swing};
    solve_add(solve, row_x, zx, ROW_WEIGHT);
    solve_add(solve, row_y, zy, ROW_WEIGHT);
}

bool imu_model_fit(struct imu_model *model, const struct imu_input *input, double radius_mm, const double *theta_rad,
                   const double *swing_rad, double *scale_error)
{
    struct solve solve;
    solve_init(&solve, UNKNOWNS);
    size_t used = 0;
    for (size_t i = 0; i < input->count; i += STEP) {
        if (!input->valid[i] || !input->loaded[i])
            continue;
        add_row(&solve, input, i, radius_mm, theta_rad[i], swing_rad[i]);
        used++;
    }
    *scale_error = 0;
    if (used < ROWS_LEAST)
        return false;
    static const struct {
        double value, deviation;
    } prior[UNKNOWNS] = {[GAIN] = {1, 0.03},     [SKEW_X] = {0, 0.02},   [SKEW_Y] = {0, 0.02},
                         [BIAS_X] = {0, 0.05},   [BIAS_Y] = {0, 0.05},   [OFFSET_X] = {0, 20},
                         [OFFSET_Y] = {0, 20},   [RADIUS] = {0, 5},      [SCALE] = {0, 0.02}};
    for (size_t k = 0; k < UNKNOWNS; k++)
        solve_prior(&solve, k, prior[k].value, prior[k].deviation);
    double x[UNKNOWNS];
    if (!solve_finish(&solve, x) || fabs(x[GAIN] - 1) > 0.5 || hypot(x[SKEW_X], x[SKEW_Y]) > 0.3)
        return false;
    *model = (struct imu_model){.gain = x[GAIN],
                                .skew_x = x[SKEW_X],
                                .skew_y = x[SKEW_Y],
                                .bias_x = x[BIAS_X],
                                .bias_y = x[BIAS_Y],
                                .offset_x = x[OFFSET_X],
                                .offset_y = x[OFFSET_Y],
                                .radius_mm = radius_mm + x[RADIUS]};
    *scale_error = x[SCALE];
    return true;
}
