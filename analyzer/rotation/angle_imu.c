/* SPDX-License-Identifier: MIT */
#include "rotation/angle_imu.h"

#include "rotation/imu_blocks.h"
#include "rotation/complementary_filter.h"
#include "numeric/lowpass.h"
#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 4
#define LEFT                                                                                                 \
    0.35 /* of an error by a round, as all kinds of simulated sessions show: gravity's slow error hides it   \
            in part */
#define PART_BLOCKS 1875 /* five minutes: enough to know the sensor by */
#define ROLLS_RAD_S 0.2  /* off the bias */
#define MOMENTS 300      /* about, of all blocks, that the model is fitted to: more make it no better known */

/* The blocks up to which there is rolling enough, or all. */
static size_t part_of(const struct imu_blocks *blocks)
{
    size_t end = 0, least = blocks->count < PART_BLOCKS ? blocks->count : PART_BLOCKS;
    for (size_t rolling = 0; end < blocks->count && rolling < PART_BLOCKS / 2; end++)
        rolling += blocks->block[end].felt && fabs((double)blocks->block[end].rate) > ROLLS_RAD_S;
    return end > least ? end : least;
}

/* Least-squares slope of the error theta_g - theta over time: what is left of the gyro's bias, rad/s. Holes
 * and what the ring told are left out, in the time and in the error. */
static double error_slope(const struct complementary_filter *drift, const struct imu_blocks *blocks,
                          size_t count)
{
    double n = 0, sum_t = 0, sum_e = 0, sum_tt = 0, sum_te = 0, t = 0, error = 0;
    for (size_t b = 1; b < count; b++) {
        if (blocks->block[b].begins_segment || !blocks->block[b].by_gyro || !blocks->block[b - 1].by_gyro)
            continue;
        t += blocks->time_s[b] - blocks->time_s[b - 1];
        error += drift->error_rad[b] - drift->error_rad[b - 1];
        n++;
        sum_t += t;
        sum_e += error;
        sum_tt += t * t;
        sum_te += t * error;
    }
    double tt = n > 0 ? sum_tt - sum_t * sum_t / n : 0;
    return tt > 0 ? (sum_te - sum_t * sum_e / n) / tt : 0;
}

/* The low-pass of theta, into `slow`: the rest is what only the gyro tells. */
static void take_slow(double *slow, const struct complementary_filter *drift, const struct imu_blocks *blocks,
                      size_t count)
{
    memcpy(slow, drift->theta_rad, count * sizeof *slow);
    for (size_t first = 0, end; first < count; first = end) {
        end = imu_blocks_segment_end(blocks, first, count);
        lowpass_zero_phase(slow + first, blocks->time_s + first, end - first, COMPLEMENTARY_FILTER_TAU_S);
    }
}

/* Fit model and scale again by the first `count` blocks. False when these do not tell. */
static bool fit_again(struct imu_calibration *sensor, const struct complementary_filter *drift,
                      const struct imu_blocks *blocks, size_t count, double radius_mm)
{
    struct imu_model_fit fit;
    double *slow = drift->x, scale_error;
    size_t step = count / MOMENTS + 1;
    take_slow(slow, drift, blocks, count);
    imu_model_fit_init(&fit, radius_mm);
    for (size_t b = 0; b < count; b += step) {
        const struct imu_block *block = &blocks->block[b];
        const struct imu_model_sample moment = {.accel_x = (double)block->accel_x,
                                                .accel_y = (double)block->accel_y,
                                                .rate = sensor->scale *
                                                        ((double)block->rate + blocks->bias - sensor->bias),
                                                .rate_change = sensor->scale * (double)block->rate_change,
                                                .theta_rad = drift->theta_rad[b],
                                                .swing_rad = drift->theta_rad[b] - slow[b]};
        if (block->felt)
            imu_model_fit_add(&fit, &moment, (double)step * IMU_BLOCKS_S);
    }
    if (!imu_model_fit_finish(&fit, &sensor->model, &scale_error))
        return false;
    sensor->scale *= 1 + scale_error;
    return true;
}

/* Where steps lead to that are each shorter by LEFT than the one before. */
static double ahead(double before, double now)
{
    return now + LEFT / (1 - LEFT) * (now - before);
}

static void go_ahead(struct imu_calibration *sensor, const struct imu_calibration *before)
{
    const struct imu_model *from = &before->model, *to = &sensor->model;
    const struct imu_model model = {.gain = ahead(from->gain, to->gain),
                                    .skew_x = ahead(from->skew_x, to->skew_x),
                                    .skew_y = ahead(from->skew_y, to->skew_y),
                                    .bias_x = ahead(from->bias_x, to->bias_x),
                                    .bias_y = ahead(from->bias_y, to->bias_y),
                                    .offset_x = ahead(from->offset_x, to->offset_x),
                                    .offset_y = ahead(from->offset_y, to->offset_y),
                                    .radius_mm = ahead(from->radius_mm, to->radius_mm)};
    if (!imu_model_is_plausible(&model))
        return;
    sensor->bias = ahead(before->bias, sensor->bias);
    sensor->scale = ahead(before->scale, sensor->scale);
    sensor->model = model;
}

/* Make the sensor known by the beginning of the session, as far as rolling enough is in it. */
static void know_sensor(struct imu_calibration *sensor, struct complementary_filter *drift,
                        const struct imu_blocks *blocks, double radius_mm)
{
    size_t part = part_of(blocks);
    *sensor = (struct imu_calibration){.bias = blocks->bias, .scale = 1};
    imu_model_init(&sensor->model, radius_mm);
    struct imu_calibration before = *sensor;
    bool told = true; /* by all rounds: steps of others are not alike */
    for (int round = 0; round < ROUNDS; round++) {
        before = *sensor;
        complementary_filter_run(drift, blocks, part, sensor);
        sensor->bias += error_slope(drift, blocks, part) / sensor->scale;
        told = fit_again(sensor, drift, blocks, part, radius_mm) && told;
    }
    if (told)
        go_ahead(sensor, &before);
}

bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *recording,
                        const unsigned char *loaded, const double *ring_theta_rad, double radius_mm)
{
    const double *time_s = recording->time_s;
    struct imu_rates rates = {0};
    struct imu_blocks blocks = {0};
    struct complementary_filter drift = {0};
    *angle = (struct angle_imu){.theta_rad = row_array(recording->count, sizeof *angle->theta_rad)};
    bool good = angle->theta_rad && imu_rates_read(&rates, recording, loaded, ring_theta_rad) &&
                imu_blocks_make(&blocks, &rates, time_s, loaded, recording->count) &&
                complementary_filter_make(&drift, blocks.count);
    if (good) {
        struct imu_calibration sensor;
        know_sensor(&sensor, &drift, &blocks, radius_mm);
        complementary_filter_run(&drift, &blocks, blocks.count, &sensor);
        complementary_filter_rows(&drift, &blocks, &sensor, &rates, time_s, angle->theta_rad);
        angle->dropout_s = rates.dropout_s;
        angle->ring_substituted = rates.ring_substituted;
        angle->model = sensor.model;
        angle->gyro_scale = sensor.scale;
    }
    imu_rates_free(&rates);
    imu_blocks_free(&blocks);
    complementary_filter_free(&drift);
    if (!good)
        angle_imu_free(angle);
    return good;
}

void angle_imu_free(struct angle_imu *angle)
{
    free(angle->theta_rad);
    *angle = (struct angle_imu){0};
}
