/* SPDX-License-Identifier: MIT */
#include "rotation/imu_guess.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"

#include <math.h>

#define GUESS_TAU_S 1.5 /* time constant of the low-pass on the error */
#define LEVER_ROUNDS 12
#define GRAVITY_G 1.0    /* deviation of a reading from the lever's part: all of gravity */
#define NO_VECTOR 1e-200 /* squared length too short for a direction */
#define SAMPLES_MAX 2000 /* blocks that are enough for the lever arm */

/* Each round weighs down the blocks that the last one left over. */
bool imu_guess_lever(struct imu_model *model, const struct imu_blocks *blocks, size_t count)
{
    size_t step = count / SAMPLES_MAX + 1;
    double complex body = 0, lever = 0; /* what is fixed in the body: a constant, and the lever's part */
    for (int round = 0; round < LEVER_ROUNDS; round++) {
        double bb = 1, ll = 1 / (imu_model_prior[IMU_LEVER_X].deviation * imu_model_prior[IMU_LEVER_X].deviation);
        double complex bl = 0, rb = 0, rl = 0;
        size_t used = 0;
        for (size_t b = 0; b < count; b += step) {
            const struct imu_block *block = &blocks->block[b];
            double complex in_body = (double complex)block->body, in_lever = (double complex)block->lever;
            double complex accel_g = (double complex)block->accel_g;
            double left = cabs(accel_g - body * in_body - lever * in_lever) / GRAVITY_G;
            double weight = (double)block->weight / (1 + (round > 0 ? left * left : 0));
            used += weight > 0;
            bb += weight * creal(in_body * conj(in_body));
            ll += weight * creal(in_lever * conj(in_lever)) * GRAVITY_G;
            bl += weight * in_lever * conj(in_body);
            rb += weight * accel_g * conj(in_body);
            rl += weight * accel_g * conj(in_lever);
        }
        double determinant = bb * ll - creal(bl * conj(bl));
        if (used == 0 || !(determinant > 0))
            return false;
        body = (rb * ll - rl * bl) / determinant;
        lever = (rl * bb - rb * conj(bl)) / determinant;
    }
    model->value[IMU_LEVER_X] = creal(lever);
    model->value[IMU_LEVER_Y] = cimag(lever);
    return true;
}

/* Set x[count] and y[count] to up in the body, turned back by the gyro, times the trust in it: the phase is the gyro's
 * error, less bias_rad_s times the time. */
static void demodulate(double *x, double *y, const struct imu_guess_input *input, double bias_rad_s)
{
    const struct imu_blocks *blocks = input->blocks;
    for (size_t b = 0; b < input->count; b++) {
        const struct imu_block *block = &blocks->block[b];
        double rotation_rad = imu_model_rotation_rad(input->model, block, bias_rad_s * block->gyro_s);
        double trust = (double)block->weight / imu_model_variance(input->model, block);
        double complex error = trust * imu_model_up(input->model, block) * (cos(rotation_rad) + I * sin(rotation_rad));
        x[b] = creal(error);
        y[b] = cimag(error);
    }
    for (size_t first = 0, end; first < input->count; first = end) {
        end = imu_blocks_segment_end(blocks, first, input->count);
        lowpass_zero_phase_pair(x + first, y + first, blocks->time_s + first, end - first, GUESS_TAU_S);
    }
}

/* Set the errors to the phases of x, y, unwrapped. Between segments, assume the smallest change. */
static void unwrap_errors(double *error_rad, const double *x, const double *y, size_t count)
{
    double last_rad = 0;
    for (size_t b = 0; b < count; b++) {
        double squared = x[b] * x[b] + y[b] * y[b];
        if (squared > NO_VECTOR && squared < INFINITY)
            last_rad += angle_wrap(atan2(y[b], x[b]) - last_rad);
        error_rad[b] = last_rad;
    }
}

double imu_guess_slope(const double *error_rad, const struct imu_blocks *blocks, size_t count)
{
    double n = 0, sum_t = 0, sum_e = 0, sum_tt = 0, sum_te = 0, t = 0, error = 0;
    for (size_t b = 1; b < count; b++) {
        const struct imu_block *block = &blocks->block[b];
        if (block->begins_segment)
            continue;
        t += block->gyro_s - block[-1].gyro_s;
        error += error_rad[b] - error_rad[b - 1];
        n++;
        sum_t += t;
        sum_e += error;
        sum_tt += t * t;
        sum_te += t * error;
    }
    double tt = n > 0 ? sum_tt - sum_t * sum_t / n : 0;
    return tt > 0 ? (sum_te - sum_t * sum_e / n) / tt : 0;
}

double imu_guess_errors(double *error_rad, const struct imu_guess_input *input, double bias_rad_s, int rounds)
{
    double *x = input->scratch, *y = x + input->count;
    for (int round = 0; round < rounds; round++) {
        demodulate(x, y, input, bias_rad_s);
        unwrap_errors(error_rad, x, y, input->count);
        double slope = imu_guess_slope(error_rad, input->blocks, input->count);
        for (size_t b = 0; b < input->count; b++)
            error_rad[b] += bias_rad_s * input->blocks->block[b].gyro_s;
        bias_rad_s += slope;
    }
    return bias_rad_s;
}
