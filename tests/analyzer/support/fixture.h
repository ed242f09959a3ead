/* SPDX-License-Identifier: MIT */
/* A movement, the readings of a roller under it, and the position found from them. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "motion.h"
#include "session/notes.h"
#include "position/position.h"
#include "force/force_series.h"
#include "session/session_rows.h"

struct bench {
    struct motion motion;
    struct sensors sensors;
    struct session_rows rows;
    struct series series;
    struct position position;
    struct notes notes;
};

void bench_init(struct bench *bench);
void bench_free(struct bench *bench);

/* Write the session and read it. */
void bench_read(struct bench *bench);

/* Force and position, with the direction given or 0. Again: give back what was found before. */
void bench_estimate(struct bench *bench, int direction);
void bench_forget(struct bench *bench);

/* Both: write the session, read it, and find the direction too. */
void bench_find(struct bench *bench);

/* How many strokes there are in the position found. */
size_t bench_stroke_count(const struct bench *bench);

/* Largest and root mean square difference to the movement over its loaded rows, mm; NAN where one is not
 * told. */
double bench_worst_mm(const struct bench *bench, double offset_mm);
double bench_rms_mm(const struct bench *bench);

/* The mean of force over the true one less 1, over rows loaded at more than 10 N; and the same as root mean
 * square. */
double bench_force_off(const struct bench *bench);
double bench_force_rms(const struct bench *bench);

/* Begin with 20 strokes of 330 mm under a gyro that is 8 deg/s off, or without the motion sensor. */
void bench_roll(struct bench *bench, bool ring_only);

/* A second's hold and `count` strokes there and back. */
void bench_strokes(struct motion *motion, int count, double length_mm, double seconds);

#endif
