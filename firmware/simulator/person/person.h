/* SPDX-License-Identifier: MIT */
/* The person: how they roll the back of a thigh, and with what force.
 *
 * Sources of the numbers. Rolling trials and guidance pages: strokes of 1 to 4 s, 25 to 340 mm/s, 20 to 60 s
 * on a tender spot (static; oscillating by 5 to 20 mm at 0.3 to 0.8 Hz; or with less load). Baumgart 2019: a mean
 * force on the thigh of 32 % of body weight, falling towards the knee. */
#pragma once

#include "common/behavior.h"
#include "common/random.h"
#include "person/schedule.h"

#include <stdbool.h>

#define PERSON_SWAY_TERMS 3 /* sines whose sum varies the force */

struct person {
    double thigh_length_mm;
    double weight_kg;
    double weight_fraction; /* mean force along the thigh as a fraction of the body weight */
    double fraction_fall;   /* decrease of the force from the upper thigh to the knee, relative to the mean */
    double sway_fraction[PERSON_SWAY_TERMS]; /* amplitudes of the sines, relative to the force */
    double sway_hz[PERSON_SWAY_TERMS];
    double sway_phase_rad[PERSON_SWAY_TERMS];
};

/* Requirements for a session. */
struct person_request {
    unsigned strokes; /* 0 = chosen at random */
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];      /* positions within the thigh */
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* total dwell on each spot, at least 5.5; 0 = chosen at random */
    double start_mm;                         /* where the roller is first loaded, unless at the knee */
    bool presses_zero;                       /* before the first stroke, at zero_mm */
    double zero_mm;
    bool with_slip;   /* the roller slips, and rotates while lifted */
    double radius_mm; /* of the loaded roller */
    struct behaviors behaviors;
    uint64_t behavior_seed; /* seed of the behaviours' streams */
};

/* Choose the properties of a person with a thigh of this length at random. */
void person_randomize(struct person *person, double thigh_length_mm, struct random *random);

/* Plan a session at random. It begins at start_mm, or at the knee, and ends unloaded. Visits to a
 * spot are spread over several strokes if there are enough; each lasts 5.5 to 20 s and stays within 50 mm, unless the
 * person rocks widely. False when out of memory. The caller calls schedule_free in either case. */
bool person_plan(const struct person *person, const struct person_request *request, struct random *random,
                 struct schedule *schedule);

/* Return the force between thigh and roller at a session time, N. */
double person_force_n(const struct person *person, double time_s, const struct motion *motion);
