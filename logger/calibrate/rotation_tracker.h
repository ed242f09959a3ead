/* SPDX-License-Identifier: MIT */
/* Measure how far the roller has rotated between two rests: the direction of gravity at both yields the
 * fraction of a revolution, the gyro the number of revolutions. Without a motion sensor the ring of strips is
 * used. Pure functions. */
#ifndef ROTATION_TRACKER_H
#define ROTATION_TRACKER_H

#include "decode/device_info.h"
#include "calibrate/rolling_fit.h"

#include <stdbool.h>
#include <stdint.h>

/* Means over a time of rest, in raw counts. */
struct rotation_rest {
    double x, y;        /* accelerometer */
    double gyro;        /* rate about the axle: at rest, the gyro's bias */
    double ring_up_rad; /* rolling_ring_up_rad, unwrapped */
    double force_n;     /* sum over all strips */
};

/* Starts zeroed, except `device`. Private, except for reading `rest`. */
struct rotation_tracker {
    const struct device_info *device; /* owned by the caller */
    struct rolling_circle circle;
    int64_t last_us;            /* 0 = no row yet */
    double gyro_rad, elapsed_s; /* since the start of the pass */
    double ring_up_rad;         /* rolling_ring_up_rad, unwrapped over half revolutions */
    double gyro_bias;
    struct rotation_rest half_second; /* means over the rows of the current half second */
    unsigned half_second_rows;
    struct rotation_rest previous_half_second;
    bool has_previous;
    struct rotation_rest rest; /* mean of the last two half seconds */
};

/* Update with a row: the strips, then the six values of the IMU. */
void rotation_tracker_add_row(struct rotation_tracker *tracker, int64_t time_us, const double *row);

/* Start to look for a rest at the next row. */
void rotation_tracker_restart_rest_detection(struct rotation_tracker *tracker);

/* Compare the half second that has just ended with the previous one. True if the roller was still for both;
 * `rest` is then set. */
bool rotation_tracker_detect_rest(struct rotation_tracker *tracker);

/* Start a pass at the rest that was found. */
void rotation_tracker_start_pass(struct rotation_tracker *tracker);

/* The rotation between two rests. */
struct measured_rotation {
    struct rotation_rest from, to;
    double gyro_rad; /* integral of the gyro's rate, corrected for its bias */
    double ring_rad; /* change of the ring's angle */
};

/* Return the rotation of the pass, from the rest at its start to the last one. */
struct measured_rotation rotation_tracker_since(const struct rotation_tracker *tracker,
                                                const struct rotation_rest *start);

/* Compute the angle of a rotation with the current estimate of the accelerometer's bias. */
double rotation_tracker_angle_rad(const struct measured_rotation *rotation, const struct rotation_tracker *tracker);

#endif
