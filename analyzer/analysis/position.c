/* SPDX-License-Identifier: MIT */
#include "position.h"

#include "angle_ring.h"
#include "lowpass.h"
#include "quantile.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_MOST 20000
#define SCALE_MOST 0.2

/* Loaded rotation and events to millimetres, in the sense of the rotation. */
static void roll(double *mm, const double *theta, const struct series *series, const struct session_rows *recording,
                 double radius_mm)
{
    double place = 0;
    bool placed = false;
    size_t event = 0;
    for (size_t i = 0; i < series->count; i++) {
        if (placed && series->loaded[i] && series->loaded[i - 1])
            place += radius_mm * (theta[i] - theta[i - 1]);
        for (; event < recording->event_count && recording->event[event].row <= i; event++) {
            if (recording->event[event].events & SESSION_EVENT_ZERO) {
                place = 0;
                placed = true;
            }
        }
        if (series->loaded[i])
            placed = true;
        mm[i] = placed ? place : NAN;
    }
}

static double knee_position(const double *mm, const struct session_rows *recording)
{
    double knee = NAN;
    for (size_t e = 0; e < recording->event_count; e++) {
        if (recording->event[e].events & SESSION_EVENT_KNEE)
            knee = mm[recording->event[e].row];
    }
    return knee;
}

/* Ahead is where the rolling lies: the farther of the two ends. */
static bool find_direction(struct position *position, const struct series *series)
{
    if (fabs(position->knee_mm) > 30) {
        position->direction = position->knee_mm > 0 ? 1 : -1;
        return true;
    }
    double *sample = malloc((SAMPLE_MOST + 1) * sizeof *sample);
    if (sample == NULL)
        return false;
    size_t step = series->count / SAMPLE_MOST + 1, used = 0;
    for (size_t i = 0; i < series->count; i += step) {
        if (series->loaded[i])
            sample[used++] = position->mm[i];
    }
    double low = used > 0 ? quantile_of(sample, used, 0.02) : 0, high = used > 0 ? quantile_of(sample, used, 0.98) : 0;
    position->direction = high >= -low ? 1 : -1;
    free(sample);
    return true;
}

static void multiply(double *mm, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        mm[i] *= factor;
}

/* rms difference of the two rotations' changes over a second under load and without holes, as millimetres. */
static double compare(const double *a, const double *b, const struct series *series, const double *time_s,
                      double radius_mm)
{
    size_t span = series->period_s > 0 ? (size_t)(1 / series->period_s) + 1 : 1;
    double sum = 0;
    size_t used = 0, loaded_run = 0;
    for (size_t i = 0; i < series->count; i++) {
        loaded_run = series->loaded[i] ? loaded_run + 1 : 0;
        if (loaded_run <= span)
            continue;
        if (time_s[i] - time_s[i - span] > 2)
            continue;
        double off = radius_mm * ((a[i] - a[i - span]) - (b[i] - b[i - span]));
        sum += off * off;
        used++;
    }
    return used > 0 ? sqrt(sum / (double)used) : NAN;
}

static bool has_readings(const struct session_rows *recording)
{
    if (!recording->header.has_imu)
        return false;
    size_t readings = 0;
    for (size_t i = 0; i < recording->count; i++)
        readings += isnan(recording->imu[i * SESSION_ROWS_IMU_AXES]) ? 0u : 1u;
    return readings * 2 > recording->count;
}

bool position_estimate(struct position *position, const struct session_rows *recording, const struct series *series,
                       double radius_mm, int direction, double thigh_length_mm)
{
    size_t count = series->count;
    *position = (struct position){.scale = 1, .disagreement_mm = NAN, .by_imu = has_readings(recording)};
    position->mm = malloc(count * sizeof *position->mm);
    double *ring_theta = malloc(count * sizeof *ring_theta);
    struct angle_imu imu = {0};
    bool good = position->mm != NULL && ring_theta != NULL &&
                angle_ring_estimate(series, recording->header.strip_count, recording->time_s, ring_theta) &&
                (!position->by_imu ||
                 angle_imu_estimate(&imu, recording, series->loaded, ring_theta, radius_mm));
    if (good) {
        const double *theta = position->by_imu ? imu.theta_rad : ring_theta;
        roll(position->mm, theta, series, recording, radius_mm);
        position->knee_mm = knee_position(position->mm, recording);
        position->silent_s = imu.silent_s;
        position->fused = position->by_imu && imu.silent_s > 0.25;
        if (position->by_imu)
            position->disagreement_mm = compare(imu.theta_rad, ring_theta, series, recording->time_s, radius_mm);
        position->direction = direction;
        good = direction != 0 || find_direction(position, series);
    }
    angle_imu_free(&imu);
    free(ring_theta);
    if (!good) {
        position_free(position);
        return false;
    }
    double knee = position->knee_mm * position->direction;
    if (thigh_length_mm > 0 && fabs(thigh_length_mm / knee - 1) <= SCALE_MOST)
        position->scale = thigh_length_mm / knee;
    multiply(position->mm, count, position->direction * position->scale);
    position->knee_mm = knee * position->scale;
    return true;
}

void position_free(struct position *position)
{
    free(position->mm);
    *position = (struct position){0};
}
