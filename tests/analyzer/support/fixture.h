/* SPDX-License-Identifier: MIT */
/* A movement, the readings of a roller under it, and the position found from them. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "motion.h"
#include "session/notes.h"
#include "position/position.h"
#include "force/force_series.h"
#include "session/session_rows.h"

struct fixture {
    struct motion motion;
    struct sensors sensors;
    struct session_rows rows;
    struct force_series series;
    struct position position;
    struct notes notes;
};

void fixture_init(struct fixture *fixture);
void fixture_free(struct fixture *fixture);

/* Write the session and read it. */
void fixture_read(struct fixture *fixture);

/* Force and position, with the direction given or 0. Again: give back what was found before. */
void fixture_estimate(struct fixture *fixture, int direction);
void fixture_free_estimate(struct fixture *fixture);

/* Both: write the session, read it, and find the direction too. */
void fixture_find(struct fixture *fixture);

/* How many strokes there are in the position found. */
size_t fixture_stroke_count(const struct fixture *fixture);

/* Largest and root mean square difference to the movement over its loaded rows, mm; NAN where one is not
 * told. */
double fixture_max_error_mm(const struct fixture *fixture, double offset_mm);
double fixture_rms_error_mm(const struct fixture *fixture);

/* The mean of force over the true one less 1, over rows loaded at more than 10 N; and the same as root mean
 * square. */
double fixture_force_bias(const struct fixture *fixture);
double fixture_force_rms_error(const struct fixture *fixture);

/* Begin with 20 strokes of 330 mm under a gyro that is 8 deg/s off, or without the motion sensor. */
void fixture_roll(struct fixture *fixture, bool ring_only);

/* A second's hold and `count` strokes there and back. */
void fixture_strokes(struct motion *motion, int count, double length_mm, double seconds);

#endif
