/* SPDX-License-Identifier: MIT */
/* A movement, a roller's readings of it, and the position estimated from them. */
#pragma once

#include "motion.h"
#include "session/notes.h"
#include "position/position.h"
#include "rotation/imu_check.h"
#include "force/force_series.h"
#include "session/session_table.h"

struct fixture {
    struct motion motion;
    struct sensors sensors;
    struct session_table rows;
    struct force_series series;
    struct imu_check imu;
    struct rotation rotation;
    struct lifts lifts;
    struct position position;
    struct notes notes;
};

void fixture_init(struct fixture *fixture);
void fixture_free(struct fixture *fixture);

/* Write the session and read it. */
void fixture_read(struct fixture *fixture);

/* Estimate force and position. `direction` is the known roll direction; 0 = unknown. Frees the previous estimate
 * first. */
void fixture_estimate(struct fixture *fixture, int direction);
void fixture_free_estimate(struct fixture *fixture);

/* Call fixture_read and fixture_estimate, with an unknown direction. */
void fixture_find(struct fixture *fixture);

/* Return the number of strokes in the estimated position. */
size_t fixture_stroke_count(const struct fixture *fixture);

/* Return the largest and the rms error of the position over loaded rows, mm; NAN if a position is unknown. */
double fixture_max_error_mm(const struct fixture *fixture, double offset_mm);
double fixture_rms_error_mm(const struct fixture *fixture);

/* Return the mean relative error and the rms relative error of the force, over rows with more than 10 N. */
double fixture_force_bias(const struct fixture *fixture);
double fixture_force_rms_error(const struct fixture *fixture);

/* Begin with 20 strokes of 330 mm, with a gyro bias of 8 deg/s or without IMU. */
void fixture_roll(struct fixture *fixture, bool ring_only);

/* Add a pause of a second, then `count` strokes, alternately towards the knee and back. */
void fixture_strokes(struct motion *motion, int count, double length_mm, double seconds);
