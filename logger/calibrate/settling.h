/* SPDX-License-Identifier: MIT */
/*
 * Readings of a strip after a load was laid on it: wait until they rest, wait on, average. A force-sensing
 * resistor creeps, about 5 % for each ten times as long, so the wait is the same for every load: what is
 * compared has crept alike.
 */
#ifndef SETTLING_H
#define SETTLING_H

#include <stdbool.h>
#include <stdint.h>

#define SETTLING_COLUMNS_MAX 24

enum settling_state {
    SETTLING_MOVING, /* it changed within the last half second */
    SETTLING_WAITING,
    SETTLING_AVERAGING,
    SETTLING_DONE
};

struct settling_plan {
    unsigned columns;
    unsigned watched; /* the column that must rest: a reading of a strip */
    double full_scale;
    int64_t wait_us;    /* at rest, before averaging */
    int64_t average_us; /* so long */
};

/* Fields are its own but for reading: state, mean and noise when done, remaining_us, latest. */
struct settling {
    enum settling_state state;
    struct settling_plan plan;
    int64_t still_since_us;
    int64_t remaining_us; /* until it is done, when nothing moves */
    int64_t block_us;     /* a half second's mean is compared with the one before */
    double block_sum;
    unsigned block_count;
    double latest; /* mean of the watched column over the last half second; below 0 = none yet */
    unsigned rows;
    double sum[SETTLING_COLUMNS_MAX];
    double watched_squares;
    double mean[SETTLING_COLUMNS_MAX];
    double noise; /* standard deviation of the watched column while it was averaged */
};

/* Begin at `now_us`. */
void settling_begin(struct settling *settling, int64_t now_us, const struct settling_plan *plan);

/* Take a row. */
enum settling_state settling_add(struct settling *settling, int64_t time_us, const double *row);

#endif
