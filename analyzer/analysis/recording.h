/* SPDX-License-Identifier: MIT */
/*
 * A recorded session in memory: its header and its rows as arrays, still in raw counts.
 *
 * Row i: time_s[i], strip[i * header.strip_count + k], imu[i * RECORDING_IMU_AXES + a]. Times grow strictly. IMU
 * cells of a row without a reading are all NAN; `imu` is NULL when the session has no IMU columns. Only the axes
 * that tell the rotation about the axle are kept.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include "session_format.h"

#include <stdbool.h>
#include <stddef.h>

enum recording_imu_axis { RECORDING_ACCEL_X, RECORDING_ACCEL_Y, RECORDING_GYRO_Z, RECORDING_IMU_AXES };

/* More rows than this are refused: 55 hours at 100 Hz, about 2 GB. */
#define RECORDING_ROWS_MAX 20000000u

struct recording_event {
    size_t row;
    unsigned events; /* bits of enum session_event */
};

struct recording {
    struct session_header header;
    size_t count;
    double *time_s;
    float *strip;
    float *imu;
    struct recording_event *event;
    size_t event_count;

    size_t rejected_rows;
    size_t lost_frames; /* by the closing line, or else by holes in seq */
    bool closed_cleanly;
    bool has_calibration; /* the header gave k and p of every strip */
    bool has_radius;      /* the header gave a rolling radius */

    size_t capacity; /* rows allocated */
    size_t event_capacity;
};

/* One row to add: time, header.strip_count strips, RECORDING_IMU_AXES axes. */
struct recording_row {
    double time_s;
    float strip[SESSION_STRIPS_MAX];
    float imu[RECORDING_IMU_AXES];
    unsigned events;
};

/* False when memory is short (nothing is lost then but that row). */
bool recording_add(struct recording *recording, const struct recording_row *row);

/* Take the last row out again. */
void recording_drop_last(struct recording *recording);

void recording_free(struct recording *recording);

/* The median time between rows, s (0 with fewer than two): what one frame is worth. O(1): from a sample of rows. */
double recording_period_s(const double *time_s, size_t count);

#endif
