/* SPDX-License-Identifier: MIT */
/* How far the roller has rotated between two rests: gravity at both gives the fraction of a revolution, the
 * gyro the number of revolutions; without a motion sensor, the ring of strips. Pure: rows in, angles out. */
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
    double axis_rad; /* of the ring, modulo half a revolution */
    double force_n;  /* of all strips */
};

/* Starts zeroed, except `device`. Private, except for reading `rest`. */
struct rolling_track {
    const struct device_info *device; /* the caller's */
    struct rolling_circle circle;
    int64_t last_us; /* 0 = no row yet */
    /* Since the last rest. */
    double gyro_rad, elapsed_s;
    double axis_rad; /* of the ring, unwrapped over half revolutions */
    double gyro_bias;
    /* The rest being sought: two halves that agree. */
    struct rolling_rest rest, half, before;
    unsigned half_rows;
    bool has_before;
};

/* Update by a row: the strips, then the IMU's six. */
void rolling_track_add_row(struct rolling_track *track, int64_t time_us, const double *row);

/* Seek a rest from the next row on. */
void rolling_track_seek_rest(struct rolling_track *track);
/* True when the roller has been still for a second: `rest` is set. */
bool rolling_track_is_at_rest(struct rolling_track *track);

/* Start a pass at the rest that was found. */
void rolling_track_start_pass(struct rolling_track *track);

/* The rotation between two rests: by the gyro, less its bias, and by the ring. */
struct rolling_rotation {
    struct rolling_rest from, to;
    double gyro_rad;
    double ring_rad;
};
struct rolling_rotation rolling_track_rotation(const struct rolling_track *track,
                                               const struct rolling_rest *from);

/* The angle of a rotation, by what is known of the accelerometer's bias so far. */
double rolling_rotation_rad(const struct rolling_rotation *rotation, const struct rolling_track *track);

#endif
