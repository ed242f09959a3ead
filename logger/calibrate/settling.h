/* SPDX-License-Identifier: MIT */
/* Waits until a strip's reading settles after a load was put on it, waits a fixed time, and averages. Strips
 * creep by about 5 % per decade of time, so the wait is the same for each load. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define SETTLING_COLUMNS_MAX 24 /* enough for 16 strips and 6 IMU columns */

enum settling_state {
    SETTLING_MOVING, /* the watched column changed within the last half second */
    SETTLING_WAITING,
    SETTLING_AVERAGING,
    SETTLING_DONE
};

struct settling_plan {
    unsigned columns;
    unsigned watched;  /* index of the column that must settle */
    double full_scale; /* full scale of the watched column */
    int64_t wait_us;   /* time at rest before averaging begins */
    int64_t average_us;
};

/* Private, except that callers read state, remaining_us and, when done, mean and noise. */
struct settling {
    enum settling_state state;
    struct settling_plan plan;
    int64_t still_since_us; /* time of the last change of the watched column */
    int64_t remaining_us;   /* time until the average is complete if the watched column does not change */
    int64_t block_start_us; /* start of the current half second; its mean is compared with previous_mean */
    double block_sum;
    unsigned block_count;
    double previous_mean; /* mean of the watched column over the previous half second; NAN = none yet */
    unsigned rows;        /* number of rows in the average */
    double sum[SETTLING_COLUMNS_MAX];
    double watched_squares; /* sum of the squares of the watched column */
    double mean[SETTLING_COLUMNS_MAX];
    double noise; /* standard deviation of the watched column while it was averaged */
};

/* Start watching for a settled reading at `now_us`. */
void settling_begin(struct settling *settling, int64_t now_us, const struct settling_plan *plan);

/* Update with a row of plan.columns values measured at `time_us`. Returns the new state. */
enum settling_state settling_add(struct settling *settling, int64_t time_us, const double *row);
