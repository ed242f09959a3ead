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
    double rolled_from_mm; /* distance rolled before this movement */
};

/* The state of the roller at one time. */
struct motion {
    double position_mm; /* position along the thigh: 0 = upper thigh, positive towards the knee */
    double rolled_mm;   /* rotation times radius; differs from the displacement by slip and by rotation while lifted */
    double rolled_mm_s; /* derivatives of rolled_mm */
    double rolled_mm_s2;
    double load; /* fraction of the full load */
    bool lifted; /* the roller is off the floor */
};

/* Return the motion at a session time; a time before the start or after the end counts as the start or end. */
struct motion movement_at(const struct movement *movement, double time_s);

/* Return the total distance rolled up to the end of the movement: rolled_from_mm of the next one. */
double movement_rolled_mm_at_end(const struct movement *movement);

/* Return the duration of a MOVEMENT_ROLL at a cruising speed; longer if a person could not accelerate that fast. */
double movement_roll_duration_s(double distance_mm, double speed_mm_s, double ramp);
