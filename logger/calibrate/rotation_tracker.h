/* SPDX-License-Identifier: MIT */
/* Measures the angle by which the roller rotates between two rests: the fraction of a revolution by the directions of
 * gravity at the rests, the number of revolutions by the gyro. Without a motion sensor, the ring of strips measures the
 * angle. Pure functions. */
#pragma once

#include "calibrate/rolling_fit.h"
#include "decode/device_info.h"

#include <stdbool.h>
#include <stdint.h>

/* A rest: mean readings while the roller does not move. Those of the IMU are in raw counts. */
struct rotation_rest {
    double x, y;        /* acceleration */
    double gyro;        /* rate about the axle, which at rest is the gyro's bias */
    double ring_up_rad; /* radians: rolling_ring_up_rad, unwrapped */
    double force_n;     /* newtons: sum over all strips */
};

/* Starts zeroed, except `device`. Private, except that callers read `rest`. */
struct rotation_tracker {
    const struct device_info *device; /* owned by the caller */
    struct rolling_circle circle;
    int64_t last_us;                  /* 0 = no row yet */
    double gyro_rad, elapsed_s;       /* since the start of the pass */
    double ring_up_rad;               /* rolling_ring_up_rad, unwrapped over half revolutions */
    double gyro_bias;                 /* raw counts */
    struct rotation_rest half_second; /* means over the rows of the current half second */
    unsigned half_second_rows;
    struct rotation_rest previous_half_second;
    bool has_previous;
    struct rotation_rest rest; /* mean of the last two half seconds */
};

/* Update with a row: the readings of the strips, then the six of the IMU. */
void rotation_tracker_add_row(struct rotation_tracker *tracker, int64_t time_us, const double *row);

/* Start looking for a rest at the next row. */
void rotation_tracker_restart_rest_detection(struct rotation_tracker *tracker);

/* If half a second has ended, compare it with the previous one. True if the roller was at rest during both; `rest` is
 * then set. */
bool rotation_tracker_detect_rest(struct rotation_tracker *tracker);

/* Start a pass at the rest that was detected last. */
void rotation_tracker_start_pass(struct rotation_tracker *tracker);

/* The rotation between two rests. */
struct measured_rotation {
    struct rotation_rest from, to;
    double gyro_rad; /* integral of the gyro's rate, corrected for its bias */
    double ring_rad; /* change of the ring's angle */
};

/* Return the rotation of the pass, from the rest at its start to the rest that was detected last. */
struct measured_rotation rotation_tracker_rotation(const struct rotation_tracker *tracker,
                                                   const struct rotation_rest *start);

/* Compute the angle of a rotation, corrected by the current estimate of the accelerometer's bias. */
double rotation_tracker_angle_rad(const struct measured_rotation *rotation, const struct rotation_tracker *tracker);
