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

enum session_rows_axis { SESSION_ROWS_ACCEL_X, SESSION_ROWS_ACCEL_Y, SESSION_ROWS_GYRO_Z, SESSION_ROWS_IMU_AXES };

/* Most rows of a session, 55 hours at 100 Hz, and the memory that reading and analysing takes per row with
 * eight strips and an IMU. */
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
    size_t lost_frames;  /* from the closing line, or else from gaps in seq, less the rejected rows */
    bool closed_cleanly; /* there is a closing line */
    bool has_radius;     /* the header has a rolling radius */

    size_t expected; /* rows expected from the file's size; 0 = unknown */
    size_t capacity; /* rows allocated */
    size_t event_capacity;
};

/* One row; only the first header.strip_count strips are used. */
struct session_row {
    double time_s;
    float strip[SESSION_STRIPS_MAX];
    float imu[SESSION_ROWS_IMU_AXES];
    unsigned events;
};

/* Add a row. False when out of memory; only that row is lost then. */
bool session_rows_add(struct session_rows *session, const struct session_row *row);

/* Remove the last row and its events. */
void session_rows_remove_last(struct session_rows *session);

/* Free readings that no later step needs; the pointer becomes NULL. */
void session_rows_release_strips(struct session_rows *session);
void session_rows_release_imu(struct session_rows *session);

void session_rows_free(struct session_rows *session);

/* Return the median time between rows, s, of a sample of rows; 0 with fewer than two. O(1). */
double session_rows_median_period_s(const double *time_s, size_t count);

#endif
