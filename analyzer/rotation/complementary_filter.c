/* SPDX-License-Identifier: MIT */
#include "rotation/complementary_filter.h"

#include "numeric/lowpass.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>

#define FORGOTTEN 1e-200
#define TRUST_PUSH 0.1 /* accelerations of this part of gravity halve a block's weight */

bool complementary_filter_make(struct complementary_filter *drift, size_t blocks)
{
    double *all = malloc((4 * blocks + 1) * sizeof *all);
    *drift = (struct complementary_filter){0};
    if (all != NULL)
        *drift = (struct complementary_filter){all, all + blocks, all + 2 * blocks, all + 3 * blocks};
    return all != NULL;
}

void complementary_filter_free(struct complementary_filter *drift)
{
    free(drift->theta_rad);
    *drift = (struct complementary_filter){0};
}

/* The vector that tells the error: up as the sensor feels it, turned by theta_g and weighed. */
static void turn_up(struct complementary_filter *drift, const struct imu_blocks *blocks, size_t count,
                    const struct imu_calibration *sensor)
{
    const struct imu_inverse inverse = imu_model_invert(&sensor->model);
    double per_g = sensor->model.radius_mm / PHYSICS_GRAVITY_MM_S2 / TRUST_PUSH,
           per_g_squared = per_g * per_g;
    double bias = sensor->bias - blocks->bias;
    for (size_t b = 0; b < count; b++) {
        const struct imu_block *block = &blocks->block[b];
        double theta = sensor->scale * (block->gyro_rad - bias * block->gyro_s) + block->ring_rad;
        double w = sensor->scale * ((double)block->rate - bias),
               change = sensor->scale * (double)block->rate_change;
        double up_x, up_y, c = cos(theta), s = sin(theta);
        imu_model_up(&inverse, (double)block->accel_x, (double)block->accel_y, w, change, &up_x, &up_y);
        double trust = (double)block->trusted / (1 + per_g_squared * (change * change + w * w * w * w));
        drift->theta_rad[b] = theta;
        drift->x[b] = trust * (up_x * c - up_y * s);
        drift->y[b] = trust * (up_x * s + up_y * c);
    }
}

void complementary_filter_run(struct complementary_filter *drift, const struct imu_blocks *blocks,
                              size_t count, const struct imu_calibration *sensor)
{
    double error = 0;
    turn_up(drift, blocks, count, sensor);
    for (size_t first = 0, end; first < count; first = end) {
        end = imu_blocks_segment_end(blocks, first, count);
        lowpass_zero_phase_pair(drift->x + first, drift->y + first, blocks->time_s + first, end - first,
                                COMPLEMENTARY_FILTER_TAU_S);
    }
    for (size_t b = 0; b < count; b++) {
        double x = drift->x[b], y = drift->y[b], squared = x * x + y * y;
        if (squared > FORGOTTEN && squared < INFINITY) /* far into a silence nothing is left of gravity */
            error += angle_wrap(atan2(y, x) - error);
        drift->error_rad[b] = error;
        drift->theta_rad[b] -= error;
    }
}

/* The error's slope from block b to the next of its piece; where there is none, `otherwise`. */
static double slope_behind(const struct complementary_filter *drift, const struct imu_blocks *blocks,
                           size_t b, double otherwise)
{
    if (b + 1 >= blocks->count || blocks->block[b + 1].begins_segment)
        return otherwise;
    return (drift->error_rad[b + 1] - drift->error_rad[b]) / (blocks->time_s[b + 1] - blocks->time_s[b]);
}

void complementary_filter_rows(const struct complementary_filter *drift, const struct imu_blocks *blocks,
                               const struct imu_calibration *sensor, const struct imu_rates *imu,
                               const double *time_s, double *theta_rad)
{
    double theta = 0, rate = 0, before = 0;
    for (size_t b = 0; b < blocks->count; b++) {
        double error = drift->error_rad[b], middle_s = blocks->time_s[b];
        if (blocks->block[b].begins_segment)
            before = slope_behind(drift, blocks, b, 0);
        double behind = slope_behind(drift, blocks, b, before);
        for (size_t i = blocks->block[b].first; i < blocks->block[b + 1].first; i++) {
            double now = (double)imu->rate[i], since_s = time_s[i] - middle_s;
            now = imu->source[i] == IMU_RATES_BY_GYRO ? (now - sensor->bias) * sensor->scale : now;
            theta += 0.5 * (now + rate) * imu_blocks_step_s(time_s, i);
            rate = now;
            theta_rad[i] = theta - error - (since_s < 0 ? before : behind) * since_s;
        }
        before = behind;
    }
}
