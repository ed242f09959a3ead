/* SPDX-License-Identifier: MIT */
#include "angle_imu.h"

#include "lowpass.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TURN 6.283185307179586
#define DEGREE (TURN / 360)
#define ITERATIONS 5
#define DRIFT_S 1.5          /* time constant of the low-pass on the gyro's error */
#define RATE_CHANGE_S 0.03   /* half the span over which the rate's change is taken */
#define FORGOTTEN 1e-100
#define AGREE_S 0.25
#define AGREE_LEAST 20
#define AGREE_CORRELATION 0.9
#define TRUST_PUSH 0.1       /* accelerations of this part of gravity halve a row's weight */
#define UNLOADED_TRUST 0.05  /* in the air the axle does not roll along a floor */

/* Working arrays, n values each. */
struct work {
    double *rate, *rate_change; /* rate: of the gyro, as read */
    double *corrected;          /* rate less bias, scaled */
    double *gyro_theta;
    double *x, *y;
    float *accel;
    unsigned char *valid;
    unsigned char *by_ring; /* the rate is the ring's, which has neither bias nor scale error */
};

static void work_free(struct work *work)
{
    free(work->rate);
    free(work->rate_change);
    free(work->corrected);
    free(work->gyro_theta);
    free(work->x);
    free(work->y);
    free(work->accel);
    free(work->valid);
    free(work->by_ring);
}

static bool work_make(struct work *work, size_t count)
{
    work->rate = malloc(count * sizeof *work->rate);
    work->rate_change = malloc(count * sizeof *work->rate_change);
    work->corrected = malloc(count * sizeof *work->corrected);
    work->gyro_theta = malloc(count * sizeof *work->gyro_theta);
    work->x = malloc(count * sizeof *work->x);
    work->y = malloc(count * sizeof *work->y);
    work->accel = malloc(2 * count * sizeof *work->accel);
    work->valid = malloc(count);
    work->by_ring = calloc(count, 1);
    return work->rate && work->rate_change && work->corrected && work->gyro_theta && work->x && work->y &&
           work->accel && work->valid && work->by_ring;
}

/* Rates for rows first..last-1, which have no reading: even between the ends, or by the ring where it is long. */
static void fill_silence(struct work *work, size_t first, size_t last, const struct session_rows *recording,
                         const unsigned char *loaded, const double *ring_theta)
{
    size_t count = recording->count;
    const double *time_s = recording->time_s;
    double *rate = work->rate;
    double before = first > 0 ? rate[first - 1] : last < count ? rate[last] : 0;
    double after = last < count ? rate[last] : before;
    double length_s = time_s[last < count ? last : last - 1] - time_s[first > 0 ? first - 1 : 0];
    for (size_t i = first; i < last; i++) {
        double part = (double)(i - first + 1) / (double)(last - first + 1);
        rate[i] = before + part * (after - before);
        if (length_s > ANGLE_IMU_SHORT_SILENCE_S && i > 0) {
            work->by_ring[i] = 1;
            rate[i] = ring_theta != NULL && loaded[i] ? (ring_theta[i] - ring_theta[i - 1]) / (time_s[i] - time_s[i - 1])
                                                      : 0;
        }
    }
}

/* Whether the ring tells the same rotation as the gyro, over quarters of a second in which both are there. */
static bool ring_agrees(const struct work *work, const double *time_s, const unsigned char *loaded, size_t count,
                        const double *ring_theta)
{
    double n = 0, g = 0, r = 0, gg = 0, gr = 0, rr = 0, turned = 0;
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (!work->valid[i] || !work->valid[i - 1] || !loaded[i] || !loaded[i - 1]) {
            start = i;
            turned = 0;
            continue;
        }
        turned += 0.5 * (work->rate[i] + work->rate[i - 1]) * (time_s[i] - time_s[i - 1]);
        double span_s = time_s[i] - time_s[start];
        if (span_s < AGREE_S)
            continue;
        double by_gyro = turned / span_s, by_ring = (ring_theta[i] - ring_theta[start]) / span_s;
        n++;
        g += by_gyro;
        r += by_ring;
        gg += by_gyro * by_gyro;
        gr += by_gyro * by_ring;
        rr += by_ring * by_ring;
        start = i;
        turned = 0;
    }
    if (n < AGREE_LEAST)
        return true; /* nothing speaks against it */
    gg -= g * g / n;
    gr -= g * r / n;
    rr -= r * r / n;
    double slope = gg > 0 ? gr / gg : 0;
    return slope > 0.8 && slope < 1.25 && gr * gr > AGREE_CORRELATION * AGREE_CORRELATION * gg * rr;
}

/* Raw counts to rad/s and g. Returns the silent time under load, s. */
static double read_imu(struct work *work, const struct session_rows *recording, const unsigned char *loaded)
{
    double silent_s = 0;
    const float *imu = recording->imu;
    size_t count = recording->count;
    double to_g = 1 / recording->header.accel_lsb_per_g, to_rate = DEGREE / recording->header.gyro_lsb_per_dps;
    for (size_t i = 0; i < count; i++) {
        const float *row = imu + i * SESSION_ROWS_IMU_AXES;
        bool has_reading = !isnan(row[SESSION_ROWS_GYRO_Z]);
        work->valid[i] = has_reading;
        work->accel[2 * i] = work->valid[i] ? (float)((double)row[SESSION_ROWS_ACCEL_X] * to_g) : 0;
        work->accel[2 * i + 1] = work->valid[i] ? (float)((double)row[SESSION_ROWS_ACCEL_Y] * to_g) : 0;
        work->rate[i] = work->valid[i] ? (double)row[SESSION_ROWS_GYRO_Z] * to_rate : 0;
        if (!work->valid[i] && loaded[i] && i > 0)
            silent_s += recording->time_s[i] - recording->time_s[i - 1];
    }
    return silent_s;
}

static void fill_silences(struct work *work, const struct session_rows *recording, const unsigned char *loaded,
                          const double *ring_theta)
{
    for (size_t i = 0; i < recording->count;) {
        size_t last = i;
        while (last < recording->count && !work->valid[last])
            last++;
        if (last > i)
            fill_silence(work, i, last, recording, loaded, ring_theta);
        i = last + 1;
    }
}

/* theta'' by differences over 2 * RATE_CHANGE_S; 0 where rows are missing. */
static void differentiate(double *change, const double *rate, const double *time_s, size_t count)
{
    size_t behind = 0, ahead = 0;
    for (size_t i = 0; i < count; i++) {
        while (time_s[i] - time_s[behind] > RATE_CHANGE_S)
            behind++;
        while (ahead + 1 < count && time_s[ahead + 1] - time_s[i] <= RATE_CHANGE_S)
            ahead++;
        double span_s = time_s[ahead] - time_s[behind];
        change[i] = span_s > RATE_CHANGE_S ? (rate[ahead] - rate[behind]) / span_s : 0;
    }
}

/* The mean rate: rolling goes both ways, so it is near the bias. */
static double first_bias(const struct work *work, size_t count)
{
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (work->valid[i]) {
            sum += work->rate[i];
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
    double theta = 0;
    for (size_t i = 0; i < count; i++) {
        work->corrected[i] = work->by_ring[i] ? work->rate[i] : (work->rate[i] - bias) * scale;
        if (i > 0)
            theta += 0.5 * (work->corrected[i] + work->corrected[i - 1]) * told_s(time_s, i);
        work->gyro_theta[i] = theta;
    }
}

/* Low-pass each piece between holes by itself: what is behind one knows nothing of what was before. */
static void lowpass_pieces(double *value, const double *time_s, size_t count)
{
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && time_s[end] - time_s[end - 1] <= ANGLE_IMU_HOLE_S)
            end++;
        lowpass_both_ways(value + first, time_s + first, end - first, DRIFT_S);
        first = end;
    }
}

/* theta = gyro_theta less the slow phase between it and gravity. */
static void correct_drift(struct work *work, const struct imu_model *model, const struct imu_input *input,
                          double *theta)
{
    size_t count = input->count;
    for (size_t i = 0; i < count; i++) {
        double up_x = 0, up_y = 0, trust = 0;
        if (work->valid[i]) {
            imu_model_up(model, input, i, &up_x, &up_y);
            double push = hypot(model->radius_mm * input->rate_change[i], model->radius_mm * input->rate[i] *
                                input->rate[i]) / 9806.65 / TRUST_PUSH;
            trust = (input->loaded[i] ? 1 : UNLOADED_TRUST) / (1 + push * push);
        }
        double c = cos(work->gyro_theta[i]), s = sin(work->gyro_theta[i]);
        work->x[i] = trust * (up_x * c - up_y * s);
        work->y[i] = trust * (up_x * s + up_y * c);
    }
    lowpass_pieces(work->x, input->time_s, count);
    lowpass_pieces(work->y, input->time_s, count);
    double phase = 0;
    for (size_t i = 0; i < count; i++) {
        if (hypot(work->x[i], work->y[i]) > FORGOTTEN) /* far into a silence nothing is left of gravity */
            phase += remainder(atan2(work->y[i], work->x[i]) - phase, TURN);
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
        if (!(step_s > 0) || work->by_ring[i])
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
    lowpass_pieces(work->x, time_s, count);
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
    if (angle->theta_rad == NULL || !work_make(&work, count)) {
        work_free(&work);
        angle_imu_free(angle);
        return false;
    }
    angle->silent_s = read_imu(&work, recording, loaded);
    angle->ring_stood_in =
        ring_theta_rad != NULL && ring_agrees(&work, recording->time_s, loaded, count, ring_theta_rad);
    fill_silences(&work, recording, loaded, angle->ring_stood_in ? ring_theta_rad : NULL);
    differentiate(work.rate_change, work.rate, recording->time_s, count);
    imu_model_init(&angle->model, radius_mm);
    const struct imu_input input = {count, recording->time_s, work.accel, work.corrected, work.rate_change, work.valid,
                                    loaded};
    double bias = first_bias(&work, count);
    for (int iteration = 0;; iteration++) {
        integrate(&work, recording->time_s, count, bias, angle->gyro_scale);
        correct_drift(&work, &angle->model, &input, angle->theta_rad);
        if (iteration == ITERATIONS)
            break;
        bias += error_slope(&work, angle->theta_rad, recording->time_s, count) / angle->gyro_scale;
        take_swing(&work, angle->theta_rad, recording->time_s, count);
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
