/* SPDX-License-Identifier: MIT */
/* Assesses the health of a roller from a few seconds of readings while it is rolled under load. */
#pragma once

#include "decode/session_decoder.h"
#include "decode/session_row.h"
#include "shared/session_format.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stdint.h>

#define HEALTH_ROTATING_DPS 5.0 /* rate beyond the gyro's bias at which the roller certainly rotates */

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
    double gyro_min[3], gyro_max[3];    /* range of each rate, in the current interval */
    double sum[SESSION_IMU_AXES];       /* sum of the readings in the current interval */
    double half_sum[3];                 /* sum of the accelerations over the first half of the interval */
    unsigned still_rows;                /* number of rows in all intervals at rest */
    double still_sum[SESSION_IMU_AXES]; /* sum of the readings in these rows */
    double max_rate[3];                 /* largest absolute mean of each rate in an interval */
};

/* How far the roller has rotated under load, from its strips alone. The thigh and the floor press from opposite sides,
 * so the direction of the load is known up to half a revolution, and its changes are added up. */
struct health_sweep {
    bool tracking;
    int64_t loaded_us; /* device time of the last row with a load */
    double last_deg;   /* direction of the load in that row, -90 to 90 */
    double angle_deg;  /* since tracking began */
    double min_deg, max_deg;
    double swept_deg; /* largest range so far */
};

/* All zero bytes at first. Only health.c and health_report.c use the fields. */
struct health {
    uint64_t rows;
    uint64_t imu_rows;   /* number of rows with a reading of the motion sensor */
    int64_t first_us;    /* device time of the first row */
    int64_t last_us;     /* device time of the last row */
    int64_t max_wait_us; /* longest host time between two frames */
    int64_t last_host_us;
    int64_t burst_us;    /* how much time of the device arrived too fast in the current burst */
    int64_t max_late_us; /* how late frames were received, at most, as far as waits and bursts show */
    uint16_t last_seq;
    int64_t max_jitter_us; /* largest difference between a frame interval (device time) and the period */
    struct health_rest rest;
    struct health_sweep sweep;
    struct health_column strip[SESSION_STRIPS_MAX];
    struct health_column imu[SESSION_IMU_AXES];
};

/* Update with the next row of the session that has this header. */
void health_add_row(struct health *health, const struct session_header *header, const struct session_row *row);

/* Whether everything that `check` assesses has been seen: each strip under load (or missed by a load that came past
 * it), the motion sensor at rest and rotating, and enough time for the clock. */
bool health_is_complete(const struct health *health, const struct session_header *header);

/* Whether the strip has carried a load. */
bool health_strip_is_seen(const struct health *health, const struct session_header *header, unsigned strip);

/* Whether the roller was at rest; whether it has rotated, as far as the motion sensor shows. */
bool health_has_rested(const struct health *health);
bool health_has_rotated(const struct health *health, const struct session_header *header);

/* Whether the load has come past every strip. */
bool health_has_swept(const struct health *health);

/* Return the axis of the gyro that lies along the axle, 0 to 2, and the fastest rate about it beyond its bias,
 * degrees/s. The bias is 0 if the roller was never at rest. */
unsigned health_find_axle(const struct health_rest *rest, const struct session_header *header, double *bias_dps,
                          double *fastest_dps);

enum health_severity { HEALTH_OK, HEALTH_NOTE, HEALTH_FAULT };

/* A line of the report. The words are those of docs/FORMATS.md; all text is valid during the call only. */
struct health_finding {
    enum health_severity severity;
    int strip;           /* negative = it is about none */
    const char *about;   /* what was checked */
    const char *problem; /* what is wrong with it, or why it could not be checked; NULL = nothing */
    const char *text;
};

/* Another reader of the report than `out`. */
struct health_listener {
    void (*finding)(void *context, const struct health_finding *finding);
    void (*verdict)(void *context, bool is_healthy, bool is_complete, const char *text);
    void *context;
};

/* Add the findings to `out`, one per line, then the verdict; the listener (NULL = none) gets the same. True if the
 * roller is healthy as far as the readings show. A strip that has not carried a load is a fault only once a load has
 * come past it. */
bool health_report(const struct health *health, const struct session_decoder *decoder, struct text_buffer *out,
                   const struct health_listener *listener);
