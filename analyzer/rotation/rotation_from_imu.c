/* SPDX-License-Identifier: MIT */
#include "rotation/rotation.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"
#include "numeric/row_array.h"
#include "rotation/imu_blocks.h"
#include "rotation/imu_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FILTER_TAU_S 1.5    /* time constant of the low-pass on the gyro's slow error */
#define TRUSTED_ACCEL_G 0.1 /* acceleration due to motion at which a block's trust is a half */
#define NO_VECTOR 1e-200    /* smaller squared lengths have no direction; in a dropout the vector decays towards 0 */

#define ROUNDS 4                /* rounds of filter and fit */
#define REMAINING_FRACTION 0.35 /* fraction of the error that remains after a round, found by simulation */
#define FIT_BLOCKS 1875         /* five minutes: enough to calibrate the sensor if the roller rolls half of the time */
#define FIT_SAMPLES 300         /* approximate number of blocks in a fit; more do not improve it */
#define ROLLING_RAD_S 0.2       /* smallest rate, less the bias, that counts as rolling */

/* Results of the complementary filter in each block's middle row. */
struct filter {
    double *rotation_rad; /* [blocks] the rotation */
    double *error_rad;    /* [blocks] slow error of the integrated gyro, which rotation_rad does not include */
    double *x, *y;        /* [blocks] scratch */
};

/* Allocate the arrays. False when out of memory; else free with filter_free. */
static bool filter_make(struct filter *filter, size_t blocks)
{
    double *memory = malloc((4 * blocks + 1) * sizeof *memory);
    *filter = (struct filter){0};
    if (memory != NULL)
        *filter = (struct filter){memory, memory + blocks, memory + 2 * blocks, memory + 3 * blocks};
    return memory != NULL;
}

static void filter_free(struct filter *filter)
{
    free(filter->rotation_rad);
    *filter = (struct filter){0};
}

/* Set rotation_rad to the integral of the gyro. Set (x, y) to the up direction, rotated by that integral and multiplied
 * by the trust; the angle of this vector is the error of the integral. */
static void demodulate(struct filter *filter, const struct imu_blocks *blocks, size_t count,
                       const struct imu_calibration *imu)
{
    const struct imu_inverse inverse = imu_model_invert(&imu->model);
    double radius_per_trusted_accel = imu->model.radius_mm / PHYSICS_GRAVITY_MM_S2 / TRUSTED_ACCEL_G;
    double radius_squared = radius_per_trusted_accel * radius_per_trusted_accel;
    /* The blocks were corrected for blocks->bias_rad_s, so only the rest of the bias is left. */
    double bias_rad_s = imu->bias_rad_s - blocks->bias_rad_s;
    for (size_t b = 0; b < count; b++) {
        const struct imu_block *block = &blocks->block[b];
        double integrated_rad = imu->scale * (block->gyro_rad - bias_rad_s * block->gyro_s) + block->ring_rad;
        double rate = imu->scale * ((double)block->rate_rad_s - bias_rad_s);
        double angular_accel = imu->scale * (double)block->rate_change_rad_s2;
        double up_x, up_y, cosine = cos(integrated_rad), sine = sin(integrated_rad);
        imu_model_up(&inverse, (double)block->accel_x_g, (double)block->accel_y_g, rate, angular_accel, &up_x, &up_y);
        double accel_squared = angular_accel * angular_accel + rate * rate * rate * rate;
        double trust = (double)block->weight / (1 + radius_squared * accel_squared);
        filter->rotation_rad[b] = integrated_rad;
        filter->x[b] = trust * (up_x * cosine - up_y * sine);
        filter->y[b] = trust * (up_x * sine + up_y * cosine);
    }
}

/* Filter each segment of the first `count` blocks. From one segment to the next, assume that the error changes as
 * little as possible. */
static void filter_run(struct filter *filter, const struct imu_blocks *blocks, size_t count,
                       const struct imu_calibration *imu)
{
    double error = 0;
    demodulate(filter, blocks, count, imu);
    for (size_t first = 0, end; first < count; first = end) {
        end = imu_blocks_segment_end(blocks, first, count);
        lowpass_zero_phase_pair(filter->x + first, filter->y + first, blocks->time_s + first, end - first,
                                FILTER_TAU_S);
    }
    for (size_t b = 0; b < count; b++) {
        double x = filter->x[b], y = filter->y[b], squared = x * x + y * y;
        if (squared > NO_VECTOR && squared < INFINITY)
            error += angle_wrap(atan2(y, x) - error);
        filter->error_rad[b] = error;
        filter->rotation_rad[b] -= error;
    }
}

/* Return the slope of the error from block b to the next block, rad/s; `fallback` at the end of a segment. */
static double next_slope(const struct filter *filter, const struct imu_blocks *blocks, size_t b, double fallback)
{
    if (b + 1 >= blocks->count || blocks->block[b + 1].begins_segment)
        return fallback;
    return (filter->error_rad[b + 1] - filter->error_rad[b]) / (blocks->time_s[b + 1] - blocks->time_s[b]);
}

/* Compute the rotation of each row: the integrated rate minus the error, which is interpolated between blocks. */
static void filter_rows(const struct filter *filter, const struct imu_blocks *blocks,
                        const struct imu_calibration *calibration, const struct imu_rates *imu, const double *time_s,
                        double *rotation_rad)
{
    double integrated_rad = 0, previous_rate = 0, slope_before = 0;
    for (size_t b = 0; b < blocks->count; b++) {
        double error = filter->error_rad[b], middle_s = blocks->time_s[b];
        if (blocks->block[b].begins_segment)
            slope_before = next_slope(filter, blocks, b, 0);
        double slope_after = next_slope(filter, blocks, b, slope_before);
        for (size_t i = blocks->block[b].first; i < blocks->block[b + 1].first; i++) {
            double rate = (double)imu->rate_rad_s[i], from_middle_s = time_s[i] - middle_s;
            if (imu->source[i] == IMU_RATES_FROM_GYRO)
                rate = (rate - calibration->bias_rad_s) * calibration->scale;
            integrated_rad += 0.5 * (rate + previous_rate) * imu_blocks_step_s(time_s, i);
            previous_rate = rate;
            rotation_rad[i] = integrated_rad - error - (from_middle_s < 0 ? slope_before : slope_after) * from_middle_s;
        }
        slope_before = slope_after;
    }
}

/* Return how many blocks, counted from the start, contain enough rolling for a fit; if there is too little, all
 * blocks. */
static size_t count_blocks_to_fit(const struct imu_blocks *blocks)
{
    size_t count = 0, min_count = blocks->count < FIT_BLOCKS ? blocks->count : FIT_BLOCKS;
    for (size_t rolling = 0; count < blocks->count && rolling < FIT_BLOCKS / 2; count++)
        rolling += blocks->block[count].is_loaded && fabs((double)blocks->block[count].rate_rad_s) > ROLLING_RAD_S;
    return count > min_count ? count : min_count;
}

/* Return the residual gyro bias, rad/s: the least-squares slope of error_rad over time. Steps across gaps, and to or
 * from blocks with rates from the ring, count neither as time nor as error. */
static double residual_gyro_bias(const struct filter *filter, const struct imu_blocks *blocks, size_t count)
{
    double n = 0, sum_t = 0, sum_e = 0, sum_tt = 0, sum_te = 0, t = 0, error = 0;
    for (size_t b = 1; b < count; b++) {
        if (blocks->block[b].begins_segment || !blocks->block[b].is_all_gyro || !blocks->block[b - 1].is_all_gyro)
            continue;
        t += blocks->time_s[b] - blocks->time_s[b - 1];
        error += filter->error_rad[b] - filter->error_rad[b - 1];
        n++;
        sum_t += t;
        sum_e += error;
        sum_tt += t * t;
        sum_te += t * error;
    }
    double tt = n > 0 ? sum_tt - sum_t * sum_t / n : 0;
    return tt > 0 ? (sum_te - sum_t * sum_e / n) / tt : 0;
}

/* Compute the low-pass of the rotation: gravity corrects only this part; the gyro alone measures the rest. */
static void compute_slow_part(double *slow_rad, const struct filter *filter, const struct imu_blocks *blocks,
                              size_t count)
{
    memcpy(slow_rad, filter->rotation_rad, count * sizeof *slow_rad);
    for (size_t first = 0, end; first < count; first = end) {
        end = imu_blocks_segment_end(blocks, first, count);
        lowpass_zero_phase(slow_rad + first, blocks->time_s + first, end - first, FILTER_TAU_S);
    }
}

/* Fit the accelerometer model and the gyro's scale to the filtered blocks. False, with nothing changed, if
 * there are too few samples or the fitted model is implausible. */
static bool fit_model(struct imu_calibration *imu, const struct filter *filter, const struct imu_blocks *blocks,
                      size_t count, double radius_mm)
{
    struct imu_model_fit fit;
    double *slow_rad = filter->x; /* scratch, free after filter_run */
    double scale_error;
    size_t step = count / FIT_SAMPLES + 1;
    compute_slow_part(slow_rad, filter, blocks, count);
    imu_model_fit_init(&fit, radius_mm);
    for (size_t b = 0; b < count; b += step) {
        const struct imu_block *block = &blocks->block[b];
        const struct imu_model_sample sample = {
            .accel_x_g = (double)block->accel_x_g,
            .accel_y_g = (double)block->accel_y_g,
            .rate_rad_s = imu->scale * ((double)block->rate_rad_s + blocks->bias_rad_s - imu->bias_rad_s),
            .rate_change_rad_s2 = imu->scale * (double)block->rate_change_rad_s2,
            .rotation_rad = filter->rotation_rad[b],
            .gyro_only_rad = filter->rotation_rad[b] - slow_rad[b]};
        if (block->is_loaded)
            imu_model_fit_add(&fit, &sample, (double)step * IMU_BLOCK_DURATION_S);
    }
    if (!imu_model_fit_finish(&fit, &imu->model, &scale_error))
        return false;
    imu->scale *= 1 + scale_error;
    return true;
}

/* Return the value to which a parameter converges if each step is REMAINING_FRACTION times the previous one. */
static double converged_value(double previous, double current)
{
    return current + REMAINING_FRACTION / (1 - REMAINING_FRACTION) * (current - previous);
}

/* Replace the calibration after the last round with the value to which the rounds converge, unless that is implausible.
 * `previous` is the calibration before the last round. */
static void extrapolate(struct imu_calibration *imu, const struct imu_calibration *previous)
{
    const struct imu_model *from = &previous->model, *to = &imu->model;
    const struct imu_model model = {.gain = converged_value(from->gain, to->gain),
                                    .skew_x = converged_value(from->skew_x, to->skew_x),
                                    .skew_y = converged_value(from->skew_y, to->skew_y),
                                    .bias_x_g = converged_value(from->bias_x_g, to->bias_x_g),
                                    .bias_y_g = converged_value(from->bias_y_g, to->bias_y_g),
                                    .offset_x_mm = converged_value(from->offset_x_mm, to->offset_x_mm),
                                    .offset_y_mm = converged_value(from->offset_y_mm, to->offset_y_mm),
                                    .radius_mm = converged_value(from->radius_mm, to->radius_mm)};
    if (!imu_model_is_plausible(&model))
        return;
    imu->bias_rad_s = converged_value(previous->bias_rad_s, imu->bias_rad_s);
    imu->scale = converged_value(previous->scale, imu->scale);
    imu->model = model;
}

/* Calibrate both sensors from the session, in rounds. */
static struct imu_calibration calibrate(struct filter *filter, const struct imu_blocks *blocks, double radius_mm)
{
    size_t count = count_blocks_to_fit(blocks);
    struct imu_calibration imu = {.bias_rad_s = blocks->bias_rad_s, .scale = 1}, previous;
    bool all_fitted = true; /* if one fit fails, the steps of the rounds are not a geometric series */
    imu_model_init(&imu.model, radius_mm);
    for (int round = 0; round < ROUNDS; round++) {
        previous = imu;
        filter_run(filter, blocks, count, &imu);
        imu.bias_rad_s += residual_gyro_bias(filter, blocks, count) / imu.scale;
        all_fitted = fit_model(&imu, filter, blocks, count, radius_mm) && all_fitted;
    }
    if (all_fitted)
        extrapolate(&imu, &previous);
    return imu;
}

bool rotation_from_imu_estimate(struct rotation_from_imu *imu, const struct session_table *session,
                                const unsigned char *contact, const double *ring_rotation_rad, double radius_mm)
{
    const double *time_s = session->time_s;
    struct imu_rates rates = {0};
    struct imu_blocks blocks = {0};
    struct filter filter = {0};
    *imu = (struct rotation_from_imu){.rotation_rad = row_array_alloc(session->count, sizeof *imu->rotation_rad)};
    bool ok = imu->rotation_rad && imu_rates_read(&rates, session, contact, ring_rotation_rad) &&
              imu_blocks_make(&blocks, &rates, time_s, contact, session->count) && filter_make(&filter, blocks.count);
    if (ok) {
        const struct imu_calibration calibration = calibrate(&filter, &blocks, radius_mm);
        filter_run(&filter, &blocks, blocks.count, &calibration);
        filter_rows(&filter, &blocks, &calibration, &rates, time_s, imu->rotation_rad);
        imu->dropout_s = rates.dropout_s;
        imu->ring_substituted = rates.ring_substituted;
    }
    imu_rates_free(&rates);
    imu_blocks_free(&blocks);
    filter_free(&filter);
    if (!ok)
        rotation_from_imu_free(imu);
    return ok;
}

void rotation_from_imu_free(struct rotation_from_imu *imu)
{
    free(imu->rotation_rad);
    *imu = (struct rotation_from_imu){0};
}
