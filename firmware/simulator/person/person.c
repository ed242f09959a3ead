/* SPDX-License-Identifier: MIT */
#include "person/person.h"

#include <math.h>

#define STANDARD_GRAVITY_M_S2 9.80665

void person_randomize(struct person *person, double thigh_length_mm, struct random *random)
{
    person->thigh_length_mm = thigh_length_mm;
    person->weight_kg = random_uniform(random, 50.0, 95.0);
    person->weight_fraction = fmin(fmax(0.32 + random_normal(random, 0.05), 0.20), 0.45);
    person->fraction_fall = random_uniform(random, 0.1, 0.5);
    for (int i = 0; i < PERSON_SWAY_TERMS; i++) {
        person->sway_fraction[i] = random_uniform(random, 0.01, 0.05);
        person->sway_phase_rad[i] = random_uniform(random, 0.0, 2.0 * M_PI);
    }
    person->sway_hz[0] = random_uniform(random, 0.01, 0.04);
    person->sway_hz[1] = random_uniform(random, 0.1, 0.35);
    person->sway_hz[2] = random_uniform(random, 1.0, 2.5);
}

double person_force_n(const struct person *person, double time_s, const struct motion *motion)
{
    double thigh_fraction = motion->position_mm / person->thigh_length_mm;
    double weight_fraction = person->weight_fraction * (1.0 + person->fraction_fall * (0.5 - thigh_fraction));
    double sway = 1.0;
    for (int i = 0; i < PERSON_SWAY_TERMS; i++)
        sway += person->sway_fraction[i] * sin(2.0 * M_PI * person->sway_hz[i] * time_s + person->sway_phase_rad[i]);
    return person->weight_kg * STANDARD_GRAVITY_M_S2 * weight_fraction * sway * motion->load;
}
