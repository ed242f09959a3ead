/* SPDX-License-Identifier: MIT */
/* How well a roller does, judged by some seconds of its readings while it is rolled under load. */
#ifndef HEALTH_H
#define HEALTH_H

#include "decode/recorder.h"
#include "shared/session_format.h"
#include "decode/session_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEALTH_TEXT_SIZE 4096

/* Running mean and spread (Welford 1962) of one column. */
struct health_column {
    double least;
    double most;
    double mean;
    double sum_squares;  /* of deviations from the mean */
    double step_squares; /* of differences between neighbours */
    double last, before_last;
    /* Noise from second differences, which a changing load hardly touches, over a quarter of a second; the
     * min_variance counts. */
    double second_difference_squares;
    unsigned second_differences;
    double min_variance; /* variance; below 0 = none yet */
    /* A loose contact: the reading falls from one row to the next, and is back as suddenly. */
    int64_t fell_us; /* below 0 = not lately */
    unsigned dropouts;
};

/* Stretches in which the motion sensor lay still. Means of raw counts. */
struct health_rest {
    unsigned rows;             /* of the stretch that is looked at */
    double gyro_min, gyro_max; /* about the axle */
    double sum[SESSION_IMU_AXES];
    double half_sum[2]; /* of the accelerometer's x and y, over its first half */
    unsigned still_rows;
    double still_sum[SESSION_IMU_AXES];
    double max_rate; /* of the axle's rate, over stretches, without sign */
};

/* Begins zeroed. Fields are its own. */
struct health {
    uint64_t rows;
    uint64_t imu_rows;
    int64_t first_us;
    int64_t last_us;
    int64_t max_wait_us; /* of the host, between two frames */
    int64_t last_host_us;
    uint16_t last_seq;
    int64_t max_jitter_us; /* by the roller's clock: how far two neighbours were from one period */
    struct health_rest rest;
    struct health_column strip[SESSION_STRIPS_MAX];
    struct health_column imu[SESSION_IMU_AXES];
};

/* Take a row of the session with this header. */
void health_add_row(struct health *health, const struct session_row *row,
                    const struct session_header *header);

/*
 * Say what was seen, a line each, and the verdict as the last one. True: healthy. Only what the readings
 * show: a roller that carried no load may have strips that are dead.
 */
bool health_report(const struct health *health, const struct recorder *recorder, char *text, size_t size);

#endif
