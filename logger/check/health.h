/* SPDX-License-Identifier: MIT */
/* Assesses the health of a roller from a few seconds of readings while it is rolled under load. */
#pragma once

#include "decode/session_decoder.h"
#include "decode/session_row.h"
#include "shared/session_format.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stdint.h>

/* Statistics of one column: range, mean and deviation (Welford 1962), noise, loose connection. */
struct health_column {
    double min;
    double max;
    double mean;
    double sum_squares;       /* sum of the squared deviations from the mean */
    double sum_step_squares;  /* sum of the squared differences between consecutive values */
    double last, second_last; /* previous value, and the one before it */
    /* Noise: the variance in the quietest quarter of a second, estimated from second differences, which a
     * changing load hardly affects. */
    double second_difference_squares;
    unsigned second_differences;
    double min_variance; /* lowest variance so far; negative = none yet */
    /* Loose connection: the reading falls from one row to the next and returns just as suddenly. */
    int64_t fell_us; /* device time of the last fall; negative = none */
    unsigned dropouts;
};

/* Intervals in which the motion sensor was at rest, in raw counts. */
struct health_rest {
    unsigned rows;                      /* number of rows in the current interval */
    double gyro_min, gyro_max;          /* range of the rate about the axle, in the current interval */
    double sum[SESSION_IMU_AXES];       /* sum of the readings in the current interval */
    double half_sum[2];                 /* sum of the accelerometer's x and y over the first half of the interval */
    unsigned still_rows;                /* number of rows in all intervals at rest */
    double still_sum[SESSION_IMU_AXES]; /* sum of the readings in these rows */
    double max_rate;                    /* largest absolute mean rate about the axle in an interval */
};

/* All zero bytes at first. Only health.c and health_report.c use the fields. */
struct health {
    uint64_t rows;
    uint64_t imu_rows;   /* number of rows with a reading of the motion sensor */
    int64_t first_us;    /* device time of the first row */
    int64_t last_us;     /* device time of the last row */
    int64_t max_wait_us; /* longest host time between two frames */
    int64_t last_host_us;
    uint16_t last_seq;
    int64_t max_jitter_us; /* largest difference between a frame interval (device time) and the period */
    struct health_rest rest;
    struct health_column strip[SESSION_STRIPS_MAX];
    struct health_column imu[SESSION_IMU_AXES];
};

/* Update with the next row of the session that has this header. */
void health_add_row(struct health *health, const struct session_header *header, const struct session_row *row);

/* Add the findings to `out`, one per line, then the verdict. True if the roller is healthy as far as the
 * readings show; strips that never carried a load may still be dead. */
bool health_report(const struct health *health, const struct session_decoder *decoder, struct text_buffer *out);
