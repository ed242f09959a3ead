/* SPDX-License-Identifier: MIT */
#include "angle_imu.h"

#include "imu_rates.h"
#include "lowpass.h"
#include "roller.h"
#include "turn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ITERATIONS 5
#define PART_ROWS 30000      /* five minutes at 100 Hz: enough for all iterations but the last */
#define DRIFT_S 1.5          /* time constant of the low-pass on the gyro's error */
#define RATE_CHANGE_S 0.03   /* half the span over which the rate's change is taken */
#define FORGOTTEN 1e-200
#define TRUST_PUSH 0.1       /* accelerations of this part of gravity halve a row's weight */
#define UNLOADED_TRUST 0.05  /* in the air the axle does not roll along a floor */

/* Working arrays, n values each. */
struct work {
    struct imu_rates imu;
    float *rate_change;
    float *corrected; /* the rate less bias, scaled */
    double *gyro_theta;
    double *x, *y;
};

static void work_free(struct work *work)
{
    imu_rates_free(&work->imu);
    free(work->rate_change);
    free(work->corrected);
    free(work->gyro_theta);
    free(work->x);
    free(work->y);
}

/* But for the rates. */
static bool work_make(struct work *work, size_t count)
{
    work->rate_change = malloc(count * sizeof *work->rate_change);
    work->corrected = malloc(count * sizeof *work->corrected);
    work->gyro_theta = malloc(count * sizeof *work->gyro_theta);
    work->x = malloc(count * sizeof *work->x);
    work->y = malloc(count * sizeof *work->y);
    return work->rate_change && work->corrected && work->gyro_theta && work->x && work->y;
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

/* Time from the row before over which its rate and this row's tell the rotation; 0 across a hole. */
static double told_s(const double *time_s, size_t i)
{
    double step_s = i > 0 ? time_s[i] - time_s[i - 1] : 0;
    return step_s <= ANGLE_IMU_HOLE_S ? step_s : 0;
}

static void integrate(struct work *work, const double *time_s, size_t count, double bias, double scale)
{
    double theta = 0, before = 0;
    for (size_t i = 0; i < count; i++) {
        double rate = (double)work->imu.rate[i];
        double corrected = work->imu.whose[i] == BY_GYRO ? (rate - bias) * scale : rate;
        theta += 0.5 * (corrected + before) * told_s(time_s, i);
        before = corrected;
        work->corrected[i] = (float)corrected;
        work->gyro_theta[i] = theta;
    }
}

/* Low-pass x, and y unless NULL, in each piece between holes and blind rows by itself: what is behind one knows nothing of what was before. */
static void lowpass_pieces(double *x, double *y, const struct work *work, const double *time_s, size_t count)
{
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && time_s[end] - time_s[end - 1] <= ANGLE_IMU_HOLE_S &&
               (work->imu.whose[end] == BLIND) == (work->imu.whose[first] == BLIND))
            end++;
        if (y != NULL)
            lowpass_pair_both_ways(x + first, y + first, time_s + first, end - first, DRIFT_S);
        else
            lowpass_both_ways(x + first, time_s + first, end - first, DRIFT_S);
        first = end;
    }
}

/* Acceleration by rolling, g, squared. */
static double push_squared(const struct imu_model *model, const struct imu_input *input, size_t i)
{
    double rate = (double)input->rate[i], change = (double)input->rate_change[i];
    double per_g = model->radius_mm / ROLLER_GRAVITY_MM_S2;
    return per_g * per_g * (change * change + rate * rate * rate * rate);
}

/* theta = gyro_theta less the slow phase between it and gravity. */
static void correct_drift(struct work *work, const struct imu_model *model, const struct imu_input *input,
                          double *theta)
{
    size_t count = input->count;
    for (size_t i = 0; i < count; i++) {
        double up_x = 0, up_y = 0, trust = 0;
        if (work->imu.valid[i]) {
            imu_model_up(model, input, i, &up_x, &up_y);
            trust = (input->loaded[i] ? 1 : UNLOADED_TRUST) /
                    (1 + push_squared(model, input, i) / (TRUST_PUSH * TRUST_PUSH));
        }
        double c = cos(work->gyro_theta[i]), s = sin(work->gyro_theta[i]);
        work->x[i] = trust * (up_x * c - up_y * s);
        work->y[i] = trust * (up_x * s + up_y * c);
    }
    lowpass_pieces(work->x, work->y, work, input->time_s, count);
    double phase = 0;
    for (size_t i = 0; i < count; i++) {
        if (work->x[i] * work->x[i] + work->y[i] * work->y[i] > FORGOTTEN) /* far into a silence nothing is left of gravity */
            phase += turn_nearest(atan2(work->y[i], work->x[i]) - phase);
        theta[i] = work->gyro_theta[i] - phase;
    }
}

/* Least-squares slope of the error gyro_theta - theta over time: what is left of the gyro's bias, rad/s. Holes and
 * what the ring told are left out, in the time and in the error. */
static double error_slope(const struct work *work, const double *theta, const double *time_s, size_t count)
{
    double n = 0, sum_t = 0, sum_e = 0, sum_tt = 0, sum_te = 0, t = 0, error = 0;
    for (size_t i = 1; i < count; i++) {
        double step_s = told_s(time_s, i);
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

/* theta less its own low-pass into work->x. */
static void take_swing(struct work *work, const double *theta, const double *time_s, size_t count)
{
    memcpy(work->x, theta, count * sizeof *theta);
    lowpass_pieces(work->x, NULL, work, time_s, count);
    for (size_t i = 0; i < count; i++)
        work->x[i] = theta[i] - work->x[i];
}

bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *recording, const unsigned char *loaded,
                        const double *ring_theta_rad, double radius_mm)
{
    size_t count = recording->count;
    struct work work = {0};
    *angle = (struct angle_imu){.gyro_scale = 1};
    angle->theta_rad = malloc(count * sizeof *angle->theta_rad);
    if (angle->theta_rad == NULL || !work_make(&work, count) ||
        !imu_rates_read(&work.imu, recording, loaded, ring_theta_rad)) {
        work_free(&work);
        angle_imu_free(angle);
        return false;
    }
    angle->silent_s = work.imu.silent_s;
    angle->ring_stood_in = work.imu.ring_stands_in;
    differentiate(work.rate_change, work.imu.rate, recording->time_s, count);
    imu_model_init(&angle->model, radius_mm);
    struct imu_input input = {count,           recording->time_s, work.imu.accel, work.corrected,
                                    work.rate_change, work.imu.valid,   loaded};
    double bias = first_bias(&work.imu, count);
    for (int iteration = 0;; iteration++) {
        size_t used = iteration < ITERATIONS - 1 && count > PART_ROWS ? PART_ROWS : count;
        input.count = used;
        integrate(&work, recording->time_s, used, bias, angle->gyro_scale);
        correct_drift(&work, &angle->model, &input, angle->theta_rad);
        if (iteration == ITERATIONS)
            break;
        bias += error_slope(&work, angle->theta_rad, recording->time_s, used) / angle->gyro_scale;
        take_swing(&work, angle->theta_rad, recording->time_s, used);
        double scale_error;
        if (imu_model_fit(&angle->model, &input, radius_mm, angle->theta_rad, work.x, &scale_error))
            angle->gyro_scale *= 1 + scale_error;
    }
    work_free(&work);
    return true;
}

void angle_imu_free(struct angle_imu *angle)
{
    free(angle->theta_rad);
    *angle = (struct angle_imu){0};
}
