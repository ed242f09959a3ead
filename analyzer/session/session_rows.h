/* SPDX-License-Identifier: MIT */
/*
 * A recorded session in memory: header and rows, in raw counts. Times grow strictly. A row without an IMU
 * reading has only NAN in imu; only the axes that show the rotation about the axle are kept.
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
    double *time_s; /* [count] */
    float *strip;   /* [count header.strip_count] */
    float *imu;     /* [count SESSION_ROWS_IMU_AXES]; NULL without IMU columns */
    struct session_rows_event *event;
    size_t event_count;

    size_t rejected_rows;
    size_t lost_frames; /* by the closing line, or else by gaps in seq that no rejected row explains */
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

/* False when out of memory; only that row is lost then. */
bool session_rows_add(struct session_rows *recording, const struct session_row *row);

/* Remove the last row and its events. */
void session_rows_remove_last(struct session_rows *recording);

/* Free readings that no later step needs; the pointer becomes NULL. */
void session_rows_release_strips(struct session_rows *recording);
void session_rows_release_imu(struct session_rows *recording);

void session_rows_free(struct session_rows *recording);

/* The median time between rows, s; 0 with fewer than two. O(1): from a sample of rows. */
double session_rows_median_period_s(const double *time_s, size_t count);

#endif
