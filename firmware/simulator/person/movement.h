/* SPDX-License-Identifier: MIT */
/* One movement of the person on the roller: a roll from one position to another, or a dwell around one
 * position. It is in closed form, so position, speed and acceleration are consistent at any time. Lengths are
 * along the thigh or along the roller's surface, in mm; times are session times in seconds. */
#pragma once

#include <stdbool.h>

enum movement_kind {
    MOVEMENT_ROLL, /* roll from from_mm to to_mm: accelerate, cruise, brake */
    MOVEMENT_DWELL /* stay around from_mm (to_mm is the same): static with a tremor, or oscillating */
};

struct movement {
    enum movement_kind kind;
    double start_s, duration_s;
    double from_mm, to_mm;
    double ramp;         /* ROLL: fraction of the duration spent accelerating, and also braking; (0, 0.5] */
    double unevenness;   /* ROLL: the speed varies by this fraction, [0, 1) */
    unsigned waves;      /* ROLL: how often the speed varies during the roll */
    double amplitude_mm; /* DWELL: amplitude of the tremor or oscillation */
    double frequency_hz; /* DWELL: frequency of the tremor or oscillation */
    /* Fractions of the full load: from load_start to load_middle in the first ease_s, and from load_middle to load_end
     * in the last ease_s. */
    double load_start, load_middle, load_end;
    double ease_s;
    double slip;           /* distance rolled = (1 + slip) * displacement along the thigh */
    double lifted_roll_mm; /* distance rolled while lifted */
    /* A displacement along the thigh without rotation: the roller slides under load, or is put back elsewhere. It is
     * added to the movement from from_mm to to_mm. */
    double shift_mm;
    double shift_start_s, shift_s; /* when, from the start of the movement, and how long it takes */
    bool is_carried;               /* the roller is lifted while it shifts */
    double yaw_rad;                /* carried: turned by this about the vertical */
    bool is_turned_round;          /* the roller lies end for end: it rolls in the opposite sense */
    double slip_per_mm;            /* change of the slip from from_mm on: the loaded radius varies along the thigh */
    /* The thigh's slope at from_mm, how it changes with the position, and by how much it changes during the movement.
     */
    double slope_rad, slope_rad_per_mm, slope_change_rad;
    double rolled_from_mm; /* distance rolled before this movement */
    double offset_from_mm; /* offset_mm before this movement */
};

/* The state of the roller at one time. */
struct motion {
    double position_mm; /* position along the thigh: 0 = upper thigh, positive towards the knee */
    double rolled_mm;   /* rotation times radius; differs from the displacement by slip and by rotation while lifted */
    double rolled_mm_s; /* derivatives of rolled_mm */
    double rolled_mm_s2;
    double load;      /* fraction of the full load */
    bool lifted;      /* the roller is off the floor */
    double yaw_rad_s; /* rotation about the vertical while lifted */
    /* Slope of the thigh against the floor. Positive: the thigh presses on the side towards which the roller turns. */
    double slope_rad;
    double offset_mm; /* how far the position is from what the rotation under load shows */
};

/* Return the motion at a session time; a time before the start or after the end counts as the start or end. */
struct motion movement_at(const struct movement *movement, double time_s);

/* Return the motion at the end of the movement; the next one continues its rolled_mm and offset_mm. */
struct motion movement_at_end(const struct movement *movement);

/* Return the duration of a MOVEMENT_ROLL at a cruising speed; longer if a person could not accelerate that fast. */
double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp);
