/* SPDX-License-Identifier: MIT */
/*
 * How far the roller has turned between two rests: by gravity at both, told apart from whole turns by the
 * gyro on the way; without a motion sensor by the ring of strips. Pure: rows in, angles out.
 */
#ifndef ROLLING_TRACK_H
#define ROLLING_TRACK_H

#include "decode/device_info.h"
#include "calibrate/rolling_fit.h"

#include <stdbool.h>
#include <stdint.h>

/* A second of rest, as means of raw counts. */
struct rolling_rest {
    double x, y;     /* accelerometer */
    double gyro;     /* about the axle: its bias */
    double axis_rad; /* of the ring, modulo half a turn */
    double force_n;  /* of all strips */
};

/* Begins zeroed but for `device`. Fields are its own but for reading: rest, gyro_rad, axis_rad. */
struct rolling_track {
    const struct device_info *device; /* the caller's */
    struct rolling_circle circle;
    int64_t last_us; /* 0 = no row yet */
    /* Since the last rest. */
    double gyro_rad, elapsed_s;
    double axis_rad; /* of the ring, followed over half turns */
    double gyro_bias;
    /* The rest that is looked for: two halves that agree. */
    struct rolling_rest rest, half, before;
    unsigned half_rows;
    bool has_before;
};

/* Take a row: strips, then the IMU's six. */
void rolling_track_add_row(struct rolling_track *track, int64_t time_us, const double *row);

/* Look for a rest from the next row on. */
void rolling_track_seek_rest(struct rolling_track *track);
/* True once the roller lay still for a second: `rest` holds it. */
bool rolling_track_is_at_rest(struct rolling_track *track);

/* The pass begins, or goes on, from the rest that was found. */
void rolling_track_start_pass(struct rolling_track *track);

/* What was turned on the way from `from` to `to`: gyro_rad less its bias, axis_rad. */
struct rolling_rotation {
    struct rolling_rest from, to;
    double gyro_rad;
    double ring_rad;
};
struct rolling_rotation rolling_track_rotation(const struct rolling_track *track,
                                               const struct rolling_rest *from);

/* The angle of a way, by all that is known of the accelerometer's middle by now. */
double rolling_rotation_rad(const struct rolling_rotation *way, const struct rolling_track *track);

#endif
