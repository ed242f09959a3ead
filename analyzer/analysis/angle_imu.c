/* SPDX-License-Identifier: MIT */
#include "angle_imu.h"

#include "imu_drift.h"
#include "imu_rates.h"
#include "lowpass.h"
#include "row_array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ITERATIONS 5
#define PART_ROWS 30000      /* rolling for five minutes at 100 Hz: enough to know the sensor by */
#define ROLLS_RAD_S 0.2      /* off the bias */
#define RATE_CHANGE_S 0.03   /* half the span over which the rate's change is taken */

/* Working arrays: of all n rows, and of the part by which the sensor is made known. */
struct work {
    struct imu_rates imu;
    float *rate_change;
    float *rate; /* less bias, scaled */
    double *gyro_theta, *swing;
};

static void work_free(struct work *work)
{
    imu_rates_free(&work->imu);
    free(work->rate_change);
    free(work->rate);
    free(work->gyro_theta);
    free(work->swing);
}

static bool make_part(struct work *work, size_t part)
{
    work->rate = malloc(part * sizeof *work->rate);
    work->gyro_theta = malloc(part * sizeof *work->gyro_theta);
    work->swing = malloc(part * sizeof *work->swing);
    return work->rate && work->gyro_theta && work->swing;
}

/* theta'' by differences over 2 * RATE_CHANGE_S; 0 where rows are missing. */
static void differentiate(float *change, const float *rate, const double *time_s, size_t count)
{
    size_t behind = 0, ahead = 0;
    for (size_t i = 0; i < count; i++) {
        while (time_s[i] - time_s[behind] > RATE_CHANGE_S)
            behind++;
        while (ahead + 1 < count && time_s[ahead + 1] - time_s[i] <= RATE_CHANGE_S)
            ahead++;
        double span_s = time_s[ahead] - time_s[behind];
        double difference = (double)rate[ahead] - (double)rate[behind];
        change[i] = span_s > RATE_CHANGE_S ? (float)(difference / span_s) : 0;
    }
}

/* The mean rate: rolling goes both ways, so it is near the bias. */
static double first_bias(const struct imu_rates *imu, size_t count)
{
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (imu->valid[i]) {
            sum += (double)imu->rate[i];
            used++;
        }
    }
    return used > 0 ? sum / (double)used : 0;
}

/* The rows up to which there is rolling enough, or all. */
static size_t part_of(const struct imu_rates *imu, const unsigned char *loaded, size_t count, double bias)
{
    size_t end = 0;
    for (size_t rolling = 0; end < count && rolling < PART_ROWS / 2; end++)
        rolling += imu->valid[end] && loaded[end] && fabs((double)imu->rate[end] - bias) > ROLLS_RAD_S ? 1u : 0u;
    size_t least = count < PART_ROWS ? count : PART_ROWS;
    return end > least ? end : least;
}

/* Least-squares slope of the error gyro_theta - theta over time: what is left of the gyro's bias, rad/s. Holes and
 * what the ring told are left out, in the time and in the error. */
static double error_slope(const struct work *work, const double *theta, const double *time_s, size_t count)
{
    double n = 0, sum_t = 0, sum_e = 0, sum_tt = 0, sum_te = 0, t = 0, error = 0;
    for (size_t i = 1; i < count; i++) {
        double step_s = imu_drift_told_s(time_s, i);
        if (!(step_s > 0) || work->imu.whose[i] || work->imu.whose[i - 1])
            continue;
        t += step_s;
        error += work->gyro_theta[i] - theta[i] - (work->gyro_theta[i - 1] - theta[i - 1]);
        n++;
        sum_t += t;
        sum_e += error;
        sum_tt += t * t;
        sum_te += t * error;
    }
    double tt = n > 0 ? sum_tt - sum_t * sum_t / n : 0;
    return tt > 0 ? (sum_te - sum_t * sum_e / n) / tt : 0;
}

/* theta less its own low-pass. */
static void take_swing(double *swing, const double *theta, const struct imu_drift_input *input, size_t count)
{
    memcpy(swing, theta, count * sizeof *theta);
    for (size_t first = 0; first < count;) {
        size_t end = imu_drift_piece_end(input, first, count);
        lowpass_both_ways(swing + first, input->time_s + first, end - first, IMU_DRIFT_S);
        first = end;
    }
    for (size_t i = 0; i < count; i++)
        swing[i] = theta[i] - swing[i];
}

/* Make the sensor known by the first `part` rows: bias, scale and model into `drift`. False when memory is short. */
static bool know_sensor(struct imu_drift_input *drift, struct work *work, double *theta, size_t part, double radius_mm)
{
    if (!make_part(work, part))
        return false;
    const struct imu_input input = {part, work->imu.accel, work->rate, work->rate_change, work->imu.valid, drift->loaded};
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        double scale_error;
        if (!imu_drift_follow(drift, part, theta, work->rate, work->gyro_theta))
            return false;
        drift->bias += error_slope(work, theta, drift->time_s, part) / drift->scale;
        take_swing(work->swing, theta, drift, part);
        if (imu_model_fit(&drift->model, &input, radius_mm, theta, work->swing, &scale_error))
            drift->scale *= 1 + scale_error;
    }
    return true;
}

bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *recording, const unsigned char *loaded,
                        const double *ring_theta_rad, double radius_mm)
{
    size_t count = recording->count;
    struct work work = {.rate_change = row_array(count, sizeof *work.rate_change)};
    *angle = (struct angle_imu){.theta_rad = row_array(count, sizeof *angle->theta_rad)};
    bool good = angle->theta_rad && work.rate_change && imu_rates_read(&work.imu, recording, loaded, ring_theta_rad);
    if (good) {
        angle->silent_s = work.imu.silent_s;
        angle->ring_stood_in = work.imu.ring_stands_in;
        differentiate(work.rate_change, work.imu.rate, recording->time_s, count);
        struct imu_drift_input drift = {.imu = &work.imu,
                                        .rate_change = work.rate_change,
                                        .time_s = recording->time_s,
                                        .loaded = loaded,
                                        .bias = first_bias(&work.imu, count),
                                        .scale = 1};
        imu_model_init(&drift.model, radius_mm);
        good = know_sensor(&drift, &work, angle->theta_rad, part_of(&work.imu, loaded, count, drift.bias), radius_mm) &&
               imu_drift_follow(&drift, count, angle->theta_rad, NULL, NULL);
        angle->model = drift.model;
        angle->gyro_scale = drift.scale;
    }
    work_free(&work);
    if (!good)
        angle_imu_free(angle);
    return good;
}

void angle_imu_free(struct angle_imu *angle)
{
    free(angle->theta_rad);
    *angle = (struct angle_imu){0};
}
