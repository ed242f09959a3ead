/* SPDX-License-Identifier: MIT */
/*
 * One movement of the person on the roller: from one place to another, or a stay about one place. Closed
 * formulas, so position, speed and acceleration agree at any time, whatever the step.
 */
#ifndef MOVEMENT_H
#define MOVEMENT_H

#include <stdbool.h>

enum movement_kind {
    MOVEMENT_ROLL, /* from_mm to to_mm: speeds up, rolls, slows down */
    MOVEMENT_DWELL /* about from_mm (to_mm is the same): held with a tremor, or rocked */
};

struct movement {
    enum movement_kind kind;
    double start_s, duration_s;
    double from_mm, to_mm;
    double ramp;         /* GO: share of the length spent speeding up, and again slowing down; (0, 0.5] */
    double uneven;       /* GO: the speed swings by this share, [0, 1) */
    unsigned waves;      /* GO: how often it swings */
    double amplitude_mm; /* STAY */
    double frequency_hz; /* STAY */
    /* Share of the full load at the start, in the middle and at the end; changed within ease_s at both ends.
     */
    double load_start, load_middle, load_end;
    double ease_s;
    double slip;           /* the roller turns (1 + slip) times what the thigh moves */
    double lifted_roll_mm; /* turned in the air while lifted, as length of the roller's surface */
    double rolled_from_mm; /* what the roller had turned at the start, as length of its surface */
};

struct motion {
    double position_mm; /* along the thigh: 0 = upper thigh, growing towards the knee */
    double rolled_mm;   /* the roller's rotation times its radius; differs from position by slip and turns in
                           the air */
    double rolled_mm_s;
    double rolled_mm_s2;
    double load; /* share of the full load */
    bool lifted; /* lifted: the roller does not touch the floor */
};

/* The state `at_s` (session time); times outside the movement give its start or its end. */
struct motion movement_at(const struct movement *movement, double at_s);

/* What the roller has turned at the end, for the next movement's rolled_from_mm. */
double movement_rolled_end_mm(const struct movement *movement);

/*
 * How long a GO over `distance_mm` takes at a cruising speed, with ramps gentle enough that the acceleration
 * stays below what a person on the floor does.
 */
double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp);

#endif
