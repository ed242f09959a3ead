/* SPDX-License-Identifier: MIT */
/*
 * The person: how somebody rolls the back of a thigh. Draws a schedule of strokes, stays on tender spots,
 * breaks; says with which force the thigh lies on the roller.
 *
 * Sources of the numbers: strokes of 1 to 4 s one way, 25 to 340 mm/s, 20 to 60 s on a tender spot (hold,
 * rock
 * +-5 to 20 mm at 0.3 to 0.8 Hz, or ease off) from rolling trials and guidance pages; force on the thigh a
 * mean of 32 % of body weight, falling towards the knee (Baumgart 2019).
 */
#ifndef PERSON_H
#define PERSON_H

#include "person/schedule.h"
#include "common/random.h"

#include <stdbool.h>

struct person {
    double thigh_length_mm;
    double weight_kg;
    double weight_fraction;  /* of body weight, as a mean along the thigh */
    double fraction_fall;    /* from the upper thigh to the knee the force falls by this share of its mean */
    double sway_fraction[3]; /* slow changes of the force */
    double sway_hz[3];
    double sway_phase_rad[3];
};

/* What somebody asks of a session. */
struct person_request {
    unsigned strokes; /* 0 = as the person likes */
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];      /* within the thigh */
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* in all, from 5.5; 0 = as the person likes */
    bool hard;                               /* the roller slips and is turned in the air */
};

/* Draw weight and habits for a thigh of this length. */
void person_draw(struct person *person, double thigh_length_mm, struct random *random);

/*
 * Draw a session. It begins at the upper thigh (position 0) and ends with the roller unloaded. Each spot is
 * visited in several strokes where there are enough of them; each visit lasts 5.5 to 20 s and stays within 50
 * mm. False when memory ran out; free the schedule in any case.
 */
bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule);

/* Force between thigh and roller, N, at a time and state of the schedule. */
double person_force_n(const struct person *person, double at_s, const struct motion *motion);

#endif
