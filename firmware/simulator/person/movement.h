/* SPDX-License-Identifier: MIT */
/*
 * One movement of the person on the roller: a roll from one position to another, or a dwell about one.
 * Closed-form, so position, speed and acceleration agree at any time. Lengths are along the thigh or along
 * the roller's surface, in mm; times are session times in seconds.
 */
#ifndef MOVEMENT_H
#define MOVEMENT_H

#include <stdbool.h>

enum movement_kind {
    MOVEMENT_ROLL, /* from_mm to to_mm: accelerate, cruise, brake */
    MOVEMENT_DWELL /* about from_mm (to_mm is the same): held with a tremor, or rocked */
};

struct movement {
    enum movement_kind kind;
    double start_s, duration_s;
    double from_mm, to_mm;
    double ramp;         /* ROLL: fraction of the duration to accelerate, and again to brake; (0, 0.5] */
    double uneven;       /* ROLL: the speed varies by this fraction, [0, 1) ... */
    unsigned waves;      /* ... so many times */
    double amplitude_mm; /* DWELL */
    double frequency_hz; /* DWELL */
    /* Fraction of the full load at the start, in the middle and at the end; it changes within ease_s. */
    double load_start, load_middle, load_end;
    double ease_s;
    double slip;           /* the roller rolls (1 + slip) times what the thigh moves */
    double lifted_roll_mm; /* rolled while lifted */
    double rolled_from_mm; /* rolled before the start */
};

struct motion {
    double position_mm; /* along the thigh: 0 = upper thigh, positive towards the knee */
    double rolled_mm; /* rotation times radius; differs from position by slip and by rotation while lifted */
    double rolled_mm_s;
    double rolled_mm_s2;
    double load; /* fraction of the full load */
    bool lifted; /* off the floor */
};

/* The state at a time; before the movement its start, after it its end. */
struct motion movement_at(const struct movement *movement, double at_s);

/* Rolled at the end: the next movement's rolled_from_mm. */
double movement_rolled_end_mm(const struct movement *movement);

/* Duration of a MOVEMENT_ROLL at a cruising speed, its ramps within what a person can accelerate. */
double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp);

#endif
