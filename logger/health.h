/* SPDX-License-Identifier: MIT */
/* How well a roller does, judged by some seconds of its readings while it is rolled under load. */
#ifndef HEALTH_H
#define HEALTH_H

#include "recorder.h"
#include "session_format.h"
#include "session_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEALTH_TEXT_SIZE 4096

/* Running mean and spread (Welford 1962) of one column. */
struct health_column {
    double least;
    double most;
    double mean;
    double sum_squares; /* of deviations from the mean */
    double step_squares; /* of differences between neighbours: noise, whatever the load does */
    double last;
};

/* Begins zeroed. Fields are its own. */
struct health {
    uint64_t rows;
    uint64_t imu_rows;
    int64_t first_us;
    int64_t last_us;
    int64_t longest_wait_us; /* of the host, between two frames */
    int64_t last_host_us;
    struct health_column strip[SESSION_STRIPS_MAX];
    struct health_column imu[SESSION_IMU_AXES];
};

/* Take a row of a device with `strip_count` strips. */
void health_row(struct health *health, const struct session_row *row, unsigned strip_count);

/*
 * Say what was seen, a line each, and the verdict as the last one. True: healthy. Only what the readings show: a roller
 * that carried no load may have strips that are dead.
 */
bool health_report(const struct health *health, const struct recorder *recorder, char *text, size_t size);

#endif
