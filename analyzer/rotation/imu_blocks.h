/* SPDX-License-Identifier: MIT */
/* The IMU's readings, decimated to blocks of 0.16 s (docs/ANALYSIS.md, "The rotation from the IMU"). A segment is a run
 * of blocks without a gap, all with known rates or all with unknown rates; no block crosses its ends.
 *
 * Vectors in the roller's body are complex numbers x + iy. In a block they are rotated, with the gyro, into the body as
 * it is in the block's middle row, and then averaged. So gravity is not smeared however fast the roller rotates, and
 * what is fixed to the body, which is smeared, is kept as what it becomes. */
#pragma once

#include "rotation/imu_readings.h"

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>

#define IMU_BLOCK_DURATION_S 0.16
#define IMU_BLOCKS_GAP_S 1.0 /* a longer step between rows is a gap, over which the rotation is unknown */

/* Integrals run from the session's first row to the block's middle row. */
struct imu_block {
    size_t first;          /* first row; the block ends where the next one begins */
    double gyro_rad;       /* integral of the gyro's rate, as it was read */
    double gyro_s;         /* time covered by gyro_rad */
    double ring_rad;       /* integral of the rates that come from the ring */
    float complex accel_g; /* mean of the readings */
    float complex body;    /* mean of the body's x axis: an accelerometer bias b is b * body in accel_g */
    float complex twice;   /* mean of the square of the body's x axis, with which the conjugate of gravity turns */
    float complex lever;   /* mean acceleration of a sensor 1 mm from the axle, i a - w^2, g */
    float tangential;      /* mean a, g per mm: the axle's acceleration per mm of radius */
    float centripetal;     /* mean w^2, g per mm */
    float weight;          /* fraction of the rows that have a reading; unloaded rows count a twentieth each */
    bool begins_segment;
    bool is_loaded; /* most rows are loaded and have a reading */
};

struct imu_blocks {
    size_t count;
    struct imu_block *block; /* [count + 1]; in the last one only `first` is set, to the number of rows */
    double *time_s;          /* [count] middle of each block, as session time */
};

/* Make blocks of the readings; time_s[rows] is session time, contact[rows] is enum contact_state. O(rows). False when
 * out of memory; else free with imu_blocks_free. */
bool imu_blocks_make(struct imu_blocks *blocks, const struct imu_readings *imu, const double *time_s,
                     const unsigned char *contact, size_t rows);

void imu_blocks_free(struct imu_blocks *blocks);

/* Return the end (exclusive) of the segment that begins at block `first`, at most `count`. */
static inline size_t imu_blocks_segment_end(const struct imu_blocks *blocks, size_t first, size_t count)
{
    size_t end = first + 1;
    while (end < count && !blocks->block[end].begins_segment)
        end++;
    return end;
}

/* Return the time from the previous row, over which rates are integrated; 0 across a gap. */
static inline double imu_blocks_step_s(const double *time_s, size_t row)
{
    double step_s = row > 0 ? time_s[row] - time_s[row - 1] : 0;
    return step_s <= IMU_BLOCKS_GAP_S ? step_s : 0;
}
