/* SPDX-License-Identifier: MIT */
#include "calibrate/rolling_track.h"

#include <math.h>

#define HALF_ROWS 50 /* half a second at 100 Hz */
#define STILL_RAD (0.7 * M_PI / 180)
#define ROTATES_DPS 10.0 /* slower is not rolling */

static double axis_of(const struct device_info *device, const double *row, double *sum_n)
{
    double forces_n[SESSION_STRIPS_MAX];
    *sum_n = 0;
    for (unsigned i = 0; i < device->strip_count; i++)
        *sum_n += forces_n[i] = device_info_force_n(device, i, row[i]);
    return rolling_ring_axis_rad(forces_n, device->strip_angle_deg, device->strip_count);
}

void rolling_track_add_row(struct rolling_track *track, int64_t time_us, const double *row)
{
    const struct device_info *device = track->device;
    const double *imu = row + device->strip_count;
    double elapsed_s = track->last_us > 0 ? (double)(time_us - track->last_us) / 1e6 : 0, sum_n;
    double lsb_rad = M_PI / 180 / device->gyro_lsb_per_dps;
    track->last_us = time_us;
    track->elapsed_s += elapsed_s;
    track->gyro_rad += (imu[5] - track->gyro_bias) * lsb_rad * elapsed_s;
    double axis_rad = axis_of(device, row, &sum_n);
    track->axis_rad = rolling_unwrap_rad(axis_rad, track->axis_rad, M_PI);
    if (fabs(imu[5] - track->gyro_bias) > ROTATES_DPS * device->gyro_lsb_per_dps)
        rolling_circle_add(&track->circle, imu[0], imu[1]);
    struct rolling_rest *half = &track->half;
    half->x += imu[0] / HALF_ROWS;
    half->y += imu[1] / HALF_ROWS;
    half->gyro += imu[5] / HALF_ROWS;
    half->axis_rad += track->axis_rad / HALF_ROWS;
    half->force_n += sum_n / HALF_ROWS;
    track->half_rows++;
}

void rolling_track_seek_rest(struct rolling_track *track)
{
    track->half = (struct rolling_rest){0};
    track->half_rows = 0;
    track->has_before = false;
}

static bool agree(const struct device_info *device, const struct rolling_rest *a,
                  const struct rolling_rest *b)
{
    double off_rad = device->has_imu ? remainder(atan2(a->y, a->x) - atan2(b->y, b->x), 2 * M_PI)
                                     : a->axis_rad - b->axis_rad;
    return fabs(off_rad) < STILL_RAD;
}

bool rolling_track_is_at_rest(struct rolling_track *track)
{
    if (track->half_rows < HALF_ROWS)
        return false;
    struct rolling_rest half = track->half, before = track->before;
    bool still = track->has_before && agree(track->device, &half, &before);
    track->rest = (struct rolling_rest){.x = (half.x + before.x) / 2,
                                        .y = (half.y + before.y) / 2,
                                        .gyro = (half.gyro + before.gyro) / 2,
                                        .axis_rad = (half.axis_rad + before.axis_rad) / 2,
                                        .force_n = (half.force_n + before.force_n) / 2};
    track->before = half;
    track->half = (struct rolling_rest){0};
    track->half_rows = 0;
    track->has_before = true;
    return still;
}

void rolling_track_start_pass(struct rolling_track *track)
{
    track->gyro_bias = track->rest.gyro;
    track->gyro_rad = track->elapsed_s = 0;
}

struct rolling_rotation rolling_track_rotation(const struct rolling_track *track,
                                               const struct rolling_rest *from)
{
    /* The bias drifted linearly from one rest to the other. */
    double bias_drift_rad =
        (track->rest.gyro - from->gyro) / 2 / track->device->gyro_lsb_per_dps * M_PI / 180 * track->elapsed_s;
    return (struct rolling_rotation){.from = *from,
                                     .to = track->rest,
                                     .gyro_rad = track->gyro_rad - bias_drift_rad,
                                     .ring_rad = -(track->rest.axis_rad - from->axis_rad)};
}

double rolling_rotation_rad(const struct rolling_rotation *rotation, const struct rolling_track *track)
{
    double x = 0, y = 0;
    if (!track->device->has_imu)
        return rotation->ring_rad;
    (void)rolling_circle_center(&track->circle, &x, &y); /* not known yet: no bias */
    double from_rad = atan2(rotation->from.y - y, rotation->from.x - x),
           to_rad = atan2(rotation->to.y - y, rotation->to.x - x);
    return rolling_unwrap_rad(-(to_rad - from_rad), rotation->gyro_rad,
                              2 * M_PI); /* theta = -up (docs/FORMATS.md) */
}
