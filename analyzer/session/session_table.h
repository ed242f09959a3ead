/* SPDX-License-Identifier: MIT */
/* A recorded session in memory: header and rows, in raw counts. Times increase strictly. In a row without
 * an IMU reading all axes are NAN. */
#pragma once

#include "shared/session_format.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define SESSION_TABLE_ROWS_MAX 20000000u /* most rows of a session: 55 hours at 100 Hz */
#define SESSION_TABLE_BYTES_PER_ROW 120u /* memory to read and analyse a row with eight strips and an IMU */

struct session_table_event {
    size_t row;
    unsigned event_bits; /* bits of enum session_event */
};

struct session_table {
    struct session_header header;
    size_t count;
    double *time_s;                    /* [count] session time */
    float *strip;                      /* [count][header.strip_count] */
    float *imu;                        /* [count][SESSION_IMU_AXES] as in the file; NULL without IMU columns */
    unsigned imu_shift;                /* the body's axis k is the IMU's axis (k + imu_shift) % 3 */
    struct session_table_event *event; /* [event_count] in the order of rows */
    size_t event_count;

    size_t rejected_rows;
    size_t lost_frames; /* from the end line or, without one, counted by sequence numbers; rejected rows are not lost */
    bool closed_cleanly; /* the file has an end line */
    bool has_radius;     /* the header has a rolling radius */

    size_t expected_count; /* number of rows expected from the file's size; 0 = unknown */
    size_t capacity;       /* rows for which there is memory */
    size_t event_capacity;
    void *heap_start; /* from platform_reserve_heap; or NULL */
};

/* One row. Only the first header.strip_count strips are used. */
struct parsed_row {
    double time_s;
    float strip[SESSION_STRIPS_MAX];
    float imu[SESSION_IMU_AXES];
    unsigned event_bits;
};

/* Return an axis of the body (0 = x, 1 = y, 2 = z, the axle) as the accelerometer, or the gyro, of the IMU measured it,
 * in counts; NAN without a reading. */
static inline double session_table_accel(const struct session_table *session, size_t row, unsigned axis)
{
    return (double)session->imu[row * SESSION_IMU_AXES + (axis + session->imu_shift) % 3];
}

static inline double session_table_gyro(const struct session_table *session, size_t row, unsigned axis)
{
    return (double)session->imu[row * SESSION_IMU_AXES + SESSION_GYRO_X + (axis + session->imu_shift) % 3];
}

/* Whether the IMU has a reading in the row; single axes of the accelerometer may be missing. */
static inline bool session_table_has_imu_reading(const struct session_table *session, size_t row)
{
    return !isnan(session->imu[row * SESSION_IMU_AXES + SESSION_GYRO_X]);
}

/* Reserve memory for reading a file of this size and for the analysis; file_bytes: 0 = unknown. */
void session_table_reserve_heap(struct session_table *session, size_t file_bytes);

/* Add a row. False when out of memory; then only this row is missing. */
bool session_table_add(struct session_table *session, const struct parsed_row *row);

/* Free readings that no later step needs; the pointer becomes NULL. */
void session_table_release_strips(struct session_table *session);
void session_table_release_imu(struct session_table *session);

void session_table_free(struct session_table *session);

/* Return the median time between successive rows, s, from a sample of at most 1023 of them; 0 with fewer than
 * two rows. O(1). */
double session_table_median_period_s(const double *time_s, size_t count);
