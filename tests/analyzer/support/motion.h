/* SPDX-License-Identifier: MIT */
/* A person's movement, segment by segment, and the readings of a roller under it. Written only from
 * docs/FORMATS.md: it shares no code with the simulator or the analysis. */
#pragma once

#include <stddef.h>

#define MOTION_ROWS_MAX 200000
#define MOTION_RATE_HZ 100.0
#define MOTION_STRIPS 8
#define MOTION_IMU_AXES 6
#define MOTION_FULL 4092.0

struct motion {
    size_t count;
    double *time_s, *position_mm, *force_n; /* force_n: force of the thigh */
    double *lifted_rad;                     /* rotation by hand while lifted, added to the rotation from rolling */
    unsigned char *loaded;
};

void motion_init(struct motion *motion);
void motion_free(struct motion *motion);

/* Add a segment to the motion, from its current position. */
void motion_hold(struct motion *motion, double seconds);
void motion_roll(struct motion *motion, double to_mm, double speed_mm_s); /* with constant speed and abrupt ends */
void motion_glide(struct motion *motion, double to_mm, double seconds); /* like half a cosine wave: slow at both ends */
void motion_rock(struct motion *motion, double amplitude_mm, double hz, double seconds);
void motion_lift(struct motion *motion, double seconds, double rotation_rad); /* the roller is unloaded */

/* Imperfections of the readings. */
struct sensors {
    double radius_mm;
    int direction;
    double gyro_bias_dps, gyro_scale;
    double accel_bias_g[2];
    double offset_mm[2]; /* position of the IMU relative to the axle */
    unsigned imu_noise;  /* largest noise of an axis, counts */
    int without_imu;
    /* Faults per row; NULL = none. */
    void (*spoil_strips)(size_t row, double count[MOTION_STRIPS]); /* readings, full scale MOTION_FULL */
    void (*spoil_imu)(size_t row, double axis[MOTION_IMU_AXES]);   /* counts of accelerometer and gyro; x, y, z */
    int (*imu_drops_out)(size_t row);
    int (*row_is_lost)(size_t row);
    const char *(*event_of)(size_t row);
    double (*lean_rad)(size_t row, double position_mm); /* of the thigh against the floor */
};

#define SENSORS_PERFECT ((struct sensors){.radius_mm = 70, .direction = 1, .gyro_scale = 1})

/* Return a strip's reading under `force_n`; full scale is MOTION_FULL. */
double motion_count(double force_n);
/* Return the reproducible uniform noise of strip k's reading in `row`: integer counts in [-max, max]. */
double motion_noise(size_t row, int k, unsigned max);

/* Write the session to `path`. */
void motion_write(const struct motion *motion, const struct sensors *sensors, const char *path);
