/* SPDX-License-Identifier: MIT */
/*
 * The motion sensor's readings thinned out: a block stands for the rows of a sixth of a second.
 *
 * In so short a time the roller turns by a radian at most, and what is to be found out, the sensor's errors
 * and the slow error of the integrated gyro, does not change. So the accelerations of a block are turned by
 * the gyro to where the roller's body is in the block's middle row, and their mean is one reading. What the
 * gyro integrates to is kept apart by what it is made of, so that another bias or scale needs no other look
 * at the rows.
 *
 * A piece is a stretch of blocks between holes and blind rows; no block reaches over its ends.
 */
#ifndef IMU_BLOCKS_H
#define IMU_BLOCKS_H

#include "rotation/imu_rates.h"

#include <stdbool.h>
#include <stddef.h>

#define IMU_BLOCKS_S 0.16
#define IMU_BLOCKS_GAP_S 1.0 /* rows further apart tell nothing of the rotation between them */

struct imu_block {
    size_t first;            /* row; the block ends where the next begins_segment */
    double gyro_rad;         /* the gyro's rate less the blocks' bias, integrated up to the middle row */
    double gyro_s;           /* the time in that: a bias greater by b makes the rotation less by b gyro_s */
    double ring_rad;         /* integrated where the ring stood in */
    float accel_x, accel_y;  /* g, mean, as felt in the body of the middle row */
    float rate, rate_change; /* mean of the gyro's less the bias, rad/s; its slope, rad/s^2 */
    float trusted;           /* part of the rows that have a reading; those in the air count less */
    bool begins_segment;     /* a piece */
    bool by_gyro;            /* the rate of each row is the gyro's */
    bool felt;               /* most rows are loaded and have a reading */
};

struct imu_blocks {
    size_t count;
    double bias;             /* rad/s, a first guess of the gyro's */
    struct imu_block *block; /* [count], and one behind with the number of rows as `first` */
    double *time_s;          /* [count] in the middle of the block */
};

/* Arrays by row: `time_s` grows, `loaded` as in force_series.h. False when memory is short. Free with
 * imu_blocks_free. */
bool imu_blocks_make(struct imu_blocks *blocks, const struct imu_rates *imu, const double *time_s,
                     const unsigned char *loaded, size_t rows);

void imu_blocks_free(struct imu_blocks *blocks);

/* Where the piece ends that begins_segment at block `first`, of the first `count` blocks. */
static inline size_t imu_blocks_segment_end(const struct imu_blocks *blocks, size_t first, size_t count)
{
    size_t end = first + 1;
    while (end < count && !blocks->block[end].begins_segment)
        end++;
    return end;
}

/* Time from the row before over which its rate and this row's tell the rotation; 0 across a hole. */
static inline double imu_blocks_step_s(const double *time_s, size_t row)
{
    double step_s = row > 0 ? time_s[row] - time_s[row - 1] : 0;
    return step_s <= IMU_BLOCKS_GAP_S ? step_s : 0;
}

#endif
