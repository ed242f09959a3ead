/* SPDX-License-Identifier: MIT */
/*
 * A recorded session in memory: its header and its rows as arrays, still in raw counts.
 *
 * Row i: time_s[i], strip[i * header.strip_count + k], imu[i * SESSION_ROWS_IMU_AXES + a]. Times grow
 * strictly. IMU cells of a row without a reading are all NAN; `imu` is NULL when the session has no IMU
 * columns. Only the axes that tell the rotation about the axle are kept.
 */
#ifndef SESSION_ROWS_H
#define SESSION_ROWS_H

#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

enum session_rows_axis {
    SESSION_ROWS_ACCEL_X,
    SESSION_ROWS_ACCEL_Y,
    SESSION_ROWS_GYRO_Z,
    SESSION_ROWS_IMU_AXES
};

/* More rows than this are refused: 55 hours at 100 Hz. Reading and analysing takes up to
 * SESSION_ROWS_BYTES_PER_ROW for each, with eight strips and an IMU. */
#define SESSION_ROWS_MAX 20000000u
#define SESSION_ROWS_BYTES_PER_ROW 120u

struct session_rows_event {
    size_t row;
    unsigned events; /* bits of enum session_event */
};

struct session_rows {
    struct session_header header;
    size_t count;
    double *time_s;
    float *strip;
    float *imu;
    struct session_rows_event *event;
    size_t event_count;

    size_t rejected_rows;
    size_t lost_frames; /* by the closing line, or else by holes in seq that no rejected row explains */
    bool closed_cleanly;
    bool has_radius; /* the header gave a rolling radius */

    size_t expected; /* rows, by the size of the file; 0 = not known */
    size_t capacity; /* rows allocated */
    size_t event_capacity;
};

/* One row to add: time, header.strip_count strips, SESSION_ROWS_IMU_AXES axes. */
struct session_row {
    double time_s;
    float strip[SESSION_STRIPS_MAX];
    float imu[SESSION_ROWS_IMU_AXES];
    unsigned events;
};

/* False when memory is short (nothing is lost then but that row). */
bool session_rows_add(struct session_rows *recording, const struct session_row *row);

/* Take the last row out again. */
void session_rows_remove_last(struct session_rows *recording);

/* Free readings that no later step needs; the pointer becomes NULL. */
void session_rows_release_strips(struct session_rows *recording);
void session_rows_release_imu(struct session_rows *recording);

void session_rows_free(struct session_rows *recording);

/* The median time between rows, s (0 with fewer than two): what one frame is worth. O(1): from a sample of
 * rows. */
double session_rows_median_period_s(const double *time_s, size_t count);

#endif
