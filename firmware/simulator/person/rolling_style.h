/* SPDX-License-Identifier: MIT */
/* How a person rolls in one session, whatever the route. */
#pragma once

#include "common/random.h"
#include "person/person.h"

#include <stdbool.h>

struct rolling_style {
    double speed_mm_s;              /* cruising speed */
    double ramp;                    /* fraction of a roll spent accelerating, and also braking */
    double unevenness;              /* fraction by which the speed varies */
    double reversal_fraction;       /* mean duration of a reversal, as a fraction of the stroke's duration */
    double reversal_addition_max_s; /* maximum of the random time added to each duration */
    double low_end_mm, high_end_mm; /* mean positions of the ends of strokes */
    double end_deviation_mm;        /* standard deviation of the ends from these positions */
    double slip_bias;               /* slip that does not cancel between strokes in the two directions */
    unsigned break_every;           /* number of strokes from one break to the next; 0 = no breaks */
    bool presses_button;
    bool with_slip;      /* the roller slips */
    bool rotates_in_air; /* the roller rotates while lifted */
    bool rocks_widely;   /* visits rock by 15 to 30 mm to each side */
};

/* Choose how this person rolls in a session at random. */
void rolling_style_randomize(struct rolling_style *style, const struct person *person,
                             const struct person_request *request, struct random *random);

/* Choose the number of strokes at random: 30 to 120 s of rolling, and enough for the visits to a spot. */
unsigned rolling_style_random_strokes(const struct rolling_style *style, struct behaviors behaviors,
                                      unsigned max_visits, struct random *random);
