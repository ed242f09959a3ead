/* SPDX-License-Identifier: MIT */
#include "check/health.h"

#include <math.h>
#include <stdlib.h>

#define INTERVAL_ROWS 25  /* a quarter of a second at 100 Hz */
#define INTERVAL_S 0.25   /* shortest time in which the motion sensor shows that the roller turns */
#define STILL_DPS 2.0     /* at rest, the gyro's rate varies by less within an interval */
#define STILL_G 0.03      /* at rest, the mean accelerations of an interval's halves differ by less */
#define FALL_FRACTION 0.1 /* fraction of full scale by which a loose connection changes the reading in one row */
/* A step is sudden if it exceeds the previous step by this factor; rolling changes the load smoothly. */
#define SUDDEN_FACTOR 4.0
#define DROPOUT_MAX_US 1000000       /* longest time that a loose connection stays open */
#define LOADED_FRACTION 0.02         /* fraction of full scale; a strip that reads more carries a load */
#define SWEEP_LOAD_FRACTION 0.1      /* sum of the strips, as a fraction of full scale, from which a load counts */
#define SWEEP_DIRECTED_FRACTION 0.15 /* of this sum: with less, the direction of the load is not certain */
#define SWEEP_GAP_MAX_US 1000000
/* After half a revolution, the thigh or the floor has pressed each strip with its middle; the rest is margin. */
#define FULL_SWEEP_DEG 200.0
#define COMPLETE_MIN_US 5000000 /* shortest time for the losses and the clock */

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

/* Return the number of rows of an interval in which the roller may be at rest. */
static unsigned rest_rows(const struct session_header *header)
{
    double rows = header->rate_hz * INTERVAL_S;
    return rows > INTERVAL_ROWS ? (unsigned)rows : INTERVAL_ROWS;
}

/* End an interval of readings of the motion sensor. If the roller was at rest, add them to the sums at rest. */
static void end_interval(struct health_rest *rest, const struct session_header *header)
{
    double gyro_span_dps = 0, moved_g = 0;
    unsigned half = rest->rows / 2;
    for (unsigned axis = 0; axis < 3; axis++) {
        double first_mean = rest->half_sum[axis] / half;
        double second_mean = (rest->sum[axis] - rest->half_sum[axis]) / (rest->rows - half);
        moved_g = fmax(moved_g, fabs(second_mean - first_mean) / header->accel_lsb_per_g);
        gyro_span_dps = fmax(gyro_span_dps, (rest->gyro_max[axis] - rest->gyro_min[axis]) / header->gyro_lsb_per_dps);
        rest->max_rate[axis] = fmax(rest->max_rate[axis], fabs(rest->sum[SESSION_GYRO_X + axis] / rest->rows));
    }
    if (gyro_span_dps < STILL_DPS && moved_g < STILL_G) {
        rest->still_rows += rest->rows;
        for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
            rest->still_sum[i] += rest->sum[i];
    }
    rest->rows = 0;
}

static void rest_add(struct health_rest *rest, const int16_t imu[SESSION_IMU_AXES], const struct session_header *header)
{
    unsigned interval = rest_rows(header);
    for (unsigned axis = 0; axis < 3; axis++) {
        double rate = imu[SESSION_GYRO_X + axis];
        rest->gyro_min[axis] = rest->rows == 0 ? rate : fmin(rest->gyro_min[axis], rate);
        rest->gyro_max[axis] = rest->rows == 0 ? rate : fmax(rest->gyro_max[axis], rate);
    }
    for (unsigned i = 0; i < SESSION_IMU_AXES; i++)
        rest->sum[i] = rest->rows == 0 ? imu[i] : rest->sum[i] + imu[i];
    for (unsigned axis = 0; rest->rows < interval / 2 && axis < 3; axis++)
        rest->half_sum[axis] = rest->sum[SESSION_ACCEL_X + axis];
    if (++rest->rows >= interval)
        end_interval(rest, header);
}

/* ---- Rotation under load ---- */

static void sweep_add(struct health_sweep *sweep, const struct session_row *row, const struct session_header *header)
{
    double sum = 0, x = 0, y = 0;
    for (unsigned i = 0; i < header->strip_count; i++) {
        double doubled_rad = 2 * header->strip_angle_deg[i] * M_PI / 180;
        sum += row->strip[i];
        x += row->strip[i] * cos(doubled_rad);
        y += row->strip[i] * sin(doubled_rad);
    }
    if (sum < SWEEP_LOAD_FRACTION * header->adc_full_scale || hypot(x, y) < SWEEP_DIRECTED_FRACTION * sum)
        return;
    double direction_deg = atan2(y, x) * 90 / M_PI;
    if (!sweep->tracking ||
        row->time_us - sweep->loaded_us > SWEEP_GAP_MAX_US) /* it may have been rotated while lifted */
        sweep->angle_deg = sweep->min_deg = sweep->max_deg = 0;
    else
        sweep->angle_deg += remainder(direction_deg - sweep->last_deg, 180);
    sweep->tracking = true;
    sweep->loaded_us = row->time_us;
    sweep->last_deg = direction_deg;
    sweep->min_deg = fmin(sweep->min_deg, sweep->angle_deg);
    sweep->max_deg = fmax(sweep->max_deg, sweep->angle_deg);
    sweep->swept_deg = fmax(sweep->swept_deg, sweep->max_deg - sweep->min_deg);
}

/* ---- What has been seen ---- */

bool health_strip_is_seen(const struct health *health, const struct session_header *header, unsigned strip)
{
    return health->strip[strip].max > LOADED_FRACTION * header->adc_full_scale;
}

bool health_has_swept(const struct health *health)
{
    return health->sweep.swept_deg > FULL_SWEEP_DEG;
}

unsigned health_find_axle(const struct health_rest *rest, const struct session_header *header, double *bias_dps,
                          double *fastest_dps)
{
    unsigned axle = 2;
    *bias_dps = *fastest_dps = 0;
    for (unsigned i = 0; i < 3; i++) {
        unsigned axis = (2 + i) % 3; /* z first: it is the one in the guide */
        double lsb_per_dps = header->gyro_lsb_per_dps;
        double bias =
            rest->still_rows > 0 ? rest->still_sum[SESSION_GYRO_X + axis] / rest->still_rows / lsb_per_dps : 0;
        double fastest = rest->max_rate[axis] / lsb_per_dps - fabs(bias);
        if (i > 0 && fastest <= *fastest_dps)
            continue;
        axle = axis;
        *bias_dps = bias;
        *fastest_dps = fastest;
    }
    return axle;
}

bool health_has_rested(const struct health *health)
{
    return health->rest.still_rows > 0;
}

bool health_has_rotated(const struct health *health, const struct session_header *header)
{
    double bias_dps, fastest_dps;
    (void)health_find_axle(&health->rest, header, &bias_dps, &fastest_dps);
    return fastest_dps > HEALTH_ROTATING_DPS;
}

bool health_is_complete(const struct health *health, const struct session_header *header)
{
    bool strips_are_seen = true;
    for (unsigned i = 0; i < header->strip_count; i++)
        strips_are_seen = strips_are_seen && health_strip_is_seen(health, header, i);
    bool imu_is_seen =
        !header->has_imu || health->imu_rows == 0 || (health_has_rested(health) && health_has_rotated(health, header));
    return health->last_us - health->first_us >= COMPLETE_MIN_US && imu_is_seen &&
           (strips_are_seen || health_has_swept(health));
}

/* ---- Rows ---- */

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
    /* Frames that were late arrive together when the computer has time for them. */
    health->burst_us = wait_us < period_us / 2 ? health->burst_us + period_us - wait_us : 0;
    health->max_late_us = health->burst_us > health->max_late_us ? health->burst_us : health->max_late_us;
    health->max_late_us = wait_us > health->max_late_us ? wait_us : health->max_late_us;
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
    sweep_add(&health->sweep, row, header);
    health->imu_rows += row->imu_valid;
    for (unsigned i = 0; row->imu_valid && i < SESSION_IMU_AXES; i++)
        column_add(&health->imu[i], health->imu_rows, row->imu[i]);
    if (row->imu_valid)
        rest_add(&health->rest, row->imu, header);
}
