/* SPDX-License-Identifier: MIT */
#include "check/health.h"

#include <math.h>
#include <stdlib.h>

#define INTERVAL_ROWS 25  /* a quarter of a second at 100 Hz */
#define HALF_ROWS 12      /* about half of an interval */
#define STILL_DPS 2.0     /* at rest, the gyro's rate varies by less within an interval */
#define STILL_G 0.03      /* at rest, the mean accelerations of an interval's halves differ by less */
#define FALL_FRACTION 0.1 /* fraction of full scale by which a loose connection changes the reading in one row */
/* A step is sudden if it exceeds the previous step by this factor; rolling changes the load smoothly. */
#define SUDDEN_FACTOR 4.0
#define DROPOUT_MAX_US 1000000 /* longest time that a loose connection stays open */

/* Add the value of row number `count`, counted from 1. */
static void column_add(struct health_column *column, uint64_t count, double value)
{
    if (count == 1)
        *column = (struct health_column){.min = value, .max = value, .last = value, .min_variance = -1, .fell_us = -1};
    if (count > 2) {
        double difference = value - 2 * column->last + column->second_last;
        /* the mean of this square is the variance of white noise */
        column->second_difference_squares += difference * difference / 6;
        column->second_differences++;
    }
    if (column->second_differences == INTERVAL_ROWS) {
        double variance = column->second_difference_squares / INTERVAL_ROWS;
        column->min_variance = column->min_variance < 0 ? variance : fmin(column->min_variance, variance);
        column->second_difference_squares = column->second_differences = 0;
    }
    column->second_last = column->last;
    double deviation = value - column->mean;
    column->mean += deviation / (double)count;
    column->sum_squares += deviation * (value - column->mean);
    column->sum_step_squares += (value - column->last) * (value - column->last);
    column->last = value;
    column->min = fmin(column->min, value);
    column->max = fmax(column->max, value);
}

static void detect_loose_connection(struct health_column *column, double value, int64_t time_us, double full_scale)
{
    double step = value - column->last, previous_step = fabs(column->last - column->second_last);
    bool sudden = fabs(step) > FALL_FRACTION * full_scale && fabs(step) > SUDDEN_FACTOR * previous_step;
    if (sudden && step < 0)
        column->fell_us = time_us;
    if (sudden && step > 0 && column->fell_us >= 0 && time_us - column->fell_us < DROPOUT_MAX_US) {
        column->dropouts++;
        column->fell_us = -1;
    }
}

/* End an interval of readings of the motion sensor. If the roller was at rest, add them to the sums at rest. */
static void end_interval(struct health_rest *rest, const struct session_header *header)
{
    double gyro_span_dps = (rest->gyro_max - rest->gyro_min) / header->gyro_lsb_per_dps;
    double moved_g = 0;
    for (unsigned axis = SESSION_ACCEL_X; axis <= SESSION_ACCEL_Y; axis++) {
        double first_mean = rest->half_sum[axis] / HALF_ROWS;
        double second_mean = (rest->sum[axis] - rest->half_sum[axis]) / (INTERVAL_ROWS - HALF_ROWS);
        moved_g = fmax(moved_g, fabs(second_mean - first_mean) / header->accel_lsb_per_g);
    }
    rest->max_rate = fmax(rest->max_rate, fabs(rest->sum[SESSION_GYRO_Z] / rest->rows));
    if (gyro_span_dps < STILL_DPS && moved_g < STILL_G) {
        rest->still_rows += rest->rows;
        for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
            rest->still_sum[i] += rest->sum[i];
    }
    rest->rows = 0;
}

static void rest_add(struct health_rest *rest, const int16_t imu[SESSION_IMU_AXES], const struct session_header *header)
{
    rest->gyro_min = rest->rows == 0 ? imu[SESSION_GYRO_Z] : fmin(rest->gyro_min, imu[SESSION_GYRO_Z]);
    rest->gyro_max = rest->rows == 0 ? imu[SESSION_GYRO_Z] : fmax(rest->gyro_max, imu[SESSION_GYRO_Z]);
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        rest->sum[i] = rest->rows == 0 ? imu[i] : rest->sum[i] + imu[i];
    for (unsigned axis = SESSION_ACCEL_X; rest->rows < HALF_ROWS && axis <= SESSION_ACCEL_Y; axis++)
        rest->half_sum[axis] = rest->sum[axis];
    if (++rest->rows == INTERVAL_ROWS)
        end_interval(rest, header);
}

static bool follows_last_row(const struct health *health, const struct session_row *row)
{
    return health->rows > 0 && (uint16_t)(row->seq - health->last_seq) == 1;
}

static void check_timing(struct health *health, const struct session_row *row, const struct session_header *header)
{
    int64_t wait_us = row->host_us - health->last_host_us;
    int64_t period_us = row->time_us - health->last_us;
    int64_t jitter_us = header->rate_hz > 0 ? llabs(period_us - (int64_t)(1e6 / header->rate_hz)) : 0;
    health->max_wait_us = wait_us > health->max_wait_us ? wait_us : health->max_wait_us;
    if (follows_last_row(health, row) && jitter_us > health->max_jitter_us)
        health->max_jitter_us = jitter_us;
}

void health_add_row(struct health *health, const struct session_header *header, const struct session_row *row)
{
    bool is_consecutive = follows_last_row(health, row);
    health->rows++;
    if (health->rows == 1)
        health->first_us = row->time_us;
    else
        check_timing(health, row, header);
    health->last_us = row->time_us;
    health->last_host_us = row->host_us;
    health->last_seq = row->seq;
    for (unsigned i = 0; i < header->strip_count; i++) {
        if (is_consecutive)
            detect_loose_connection(&health->strip[i], row->strip[i], row->time_us, header->adc_full_scale);
        column_add(&health->strip[i], health->rows, row->strip[i]);
    }
    health->imu_rows += row->imu_valid;
    for (unsigned i = 0; row->imu_valid && i < SESSION_IMU_AXES; i++)
        column_add(&health->imu[i], health->imu_rows, row->imu[i]);
    if (row->imu_valid)
        rest_add(&health->rest, row->imu, header);
}
