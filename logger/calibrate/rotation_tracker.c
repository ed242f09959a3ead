/* SPDX-License-Identifier: MIT */
#include "calibrate/rotation_tracker.h"

#include <math.h>

#define HALF_SECOND_ROWS 50            /* at 100 Hz */
#define AT_REST_RAD (0.7 * M_PI / 180) /* largest change of the angle from one half second to the next */
#define ROLLING_MIN_DPS 10.0           /* slower rotation may be noise */

/* Return the direction of up from the strips, modulo half a revolution; sets `*sum_n` to the sum of their forces. */
static double ring_up_rad_of(const struct device_info *device, const double *row, double *sum_n)
{
    double load_n[SESSION_STRIPS_MAX];
    *sum_n = 0;
    for (unsigned i = 0; i < device->strip_count; i++) {
        load_n[i] = device_info_strip_load_n(device, i, row[i]);
        *sum_n += load_n[i];
    }
    return rolling_ring_up_rad(load_n, device->strip_angle_deg, device->strip_count);
}

void rotation_tracker_add_row(struct rotation_tracker *tracker, int64_t time_us, const double *row)
{
    const struct device_info *device = tracker->device;
    const double *imu = row + device->strip_count;
    double elapsed_s = tracker->last_us > 0 ? (double)(time_us - tracker->last_us) / 1e6 : 0, sum_n;
    double lsb_rad_s = M_PI / 180 / device->gyro_lsb_per_dps;
    tracker->last_us = time_us;
    tracker->elapsed_s += elapsed_s;
    tracker->gyro_rad += (imu[SESSION_GYRO_Z] - tracker->gyro_bias) * lsb_rad_s * elapsed_s;
    double ring_up_rad = ring_up_rad_of(device, row, &sum_n);
    tracker->ring_up_rad = rolling_unwrap_rad(ring_up_rad, tracker->ring_up_rad, M_PI);
    if (fabs(imu[SESSION_GYRO_Z] - tracker->gyro_bias) > ROLLING_MIN_DPS * device->gyro_lsb_per_dps)
        rolling_circle_add(&tracker->circle, imu[SESSION_ACCEL_X], imu[SESSION_ACCEL_Y]);
    struct rotation_rest *half_second = &tracker->half_second;
    half_second->x += imu[SESSION_ACCEL_X] / HALF_SECOND_ROWS;
    half_second->y += imu[SESSION_ACCEL_Y] / HALF_SECOND_ROWS;
    half_second->gyro += imu[SESSION_GYRO_Z] / HALF_SECOND_ROWS;
    half_second->ring_up_rad += tracker->ring_up_rad / HALF_SECOND_ROWS;
    half_second->force_n += sum_n / HALF_SECOND_ROWS;
    tracker->half_second_rows++;
}

void rotation_tracker_restart_rest_detection(struct rotation_tracker *tracker)
{
    tracker->half_second = (struct rotation_rest){0};
    tracker->half_second_rows = 0;
    tracker->has_previous = false;
}

/* Whether gravity or, without an IMU, the ring of strips shows the same angle of the roller at both times. */
static bool have_same_angle(const struct device_info *device, const struct rotation_rest *a,
                            const struct rotation_rest *b)
{
    double difference_rad =
        device->has_imu ? remainder(atan2(a->y, a->x) - atan2(b->y, b->x), 2 * M_PI) : a->ring_up_rad - b->ring_up_rad;
    return fabs(difference_rad) < AT_REST_RAD;
}

bool rotation_tracker_detect_rest(struct rotation_tracker *tracker)
{
    if (tracker->half_second_rows < HALF_SECOND_ROWS)
        return false;
    struct rotation_rest half_second = tracker->half_second, previous_half_second = tracker->previous_half_second;
    bool is_still = tracker->has_previous && have_same_angle(tracker->device, &half_second, &previous_half_second);
    tracker->rest =
        (struct rotation_rest){.x = (half_second.x + previous_half_second.x) / 2,
                               .y = (half_second.y + previous_half_second.y) / 2,
                               .gyro = (half_second.gyro + previous_half_second.gyro) / 2,
                               .ring_up_rad = (half_second.ring_up_rad + previous_half_second.ring_up_rad) / 2,
                               .force_n = (half_second.force_n + previous_half_second.force_n) / 2};
    tracker->previous_half_second = half_second;
    tracker->half_second = (struct rotation_rest){0};
    tracker->half_second_rows = 0;
    tracker->has_previous = true;
    return is_still;
}

void rotation_tracker_start_pass(struct rotation_tracker *tracker)
{
    tracker->gyro_bias = tracker->rest.gyro;
    tracker->gyro_rad = tracker->elapsed_s = 0;
}

struct measured_rotation rotation_tracker_rotation(const struct rotation_tracker *tracker,
                                                   const struct rotation_rest *start)
{
    /* Assume that the gyro's bias drifted linearly from one rest to the other. */
    double bias_drift_rad =
        (tracker->rest.gyro - start->gyro) / 2 / tracker->device->gyro_lsb_per_dps * M_PI / 180 * tracker->elapsed_s;
    return (struct measured_rotation){.from = *start,
                                      .to = tracker->rest,
                                      .gyro_rad = tracker->gyro_rad - bias_drift_rad,
                                      .ring_rad = -(tracker->rest.ring_up_rad - start->ring_up_rad)};
}

double rotation_tracker_angle_rad(const struct measured_rotation *rotation, const struct rotation_tracker *tracker)
{
    double bias_x = 0, bias_y = 0;
    if (!tracker->device->has_imu)
        return rotation->ring_rad;
    /* with too few readings this fails, and the bias stays 0 */
    (void)rolling_circle_center(&tracker->circle, &bias_x, &bias_y);
    double from_rad = atan2(rotation->from.y - bias_y, rotation->from.x - bias_x),
           to_rad = atan2(rotation->to.y - bias_y, rotation->to.x - bias_x);
    /* the rotation is minus the direction of up (docs/FORMATS.md) */
    return rolling_unwrap_rad(-(to_rad - from_rad), rotation->gyro_rad, 2 * M_PI);
}
