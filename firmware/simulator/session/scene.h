/* SPDX-License-Identifier: MIT */
/* A session to simulate: the person, the roller and the schedule. A seed determines what the user does not choose. */
#pragma once

#include "body/imu_faults.h"
#include "body/roller_body.h"
#include "shared/failure.h"
#include "person/person.h"
#include "person/schedule.h"
#include "session/gaps.h"

#include <stdbool.h>
#include <stdint.h>

/* The user's choices; 0, NULL or empty = chosen at random, from the seed. */
struct scene_request {
    uint64_t seed;
    bool has_person;     /* the user has chosen `person` */
    uint64_t person;     /* seed of the person and the roller; if not given, `seed` is used */
    const char *started; /* ISO 8601; NULL = from the seed */
    const char *subject; /* NULL = "virtual runner" */
    bool hard;           /* difficult for the analysis: poor sensors, slip, a loose strip */
    bool no_imu;
    bool bias_resistors; /* a bias resistor across each strip */
    struct behaviors behaviors;
    char leg[8]; /* "left", "right" or "" */
    double thigh_length_mm;
    double stated_length_mm; /* in a session's header; 0 = thigh_length_mm */
    double force_factor;     /* of the person's usual force; 0 = 1 */
    double rolling_radius_mm;
    double start_mm;   /* where the roller is first loaded, from the upper thigh */
    bool presses_zero; /* the person marks the upper thigh, at zero_mm */
    double zero_mm;
    unsigned strokes;
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];
    unsigned spot_dwell_count;
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* total dwell on the spot of the same index; 0 = random */
    unsigned random_spots;                   /* number of random spots, instead of spot_mm */
    unsigned button_count;
    double button_s[SCHEDULE_BUTTON_MAX]; /* presses in addition to those of the person */
};

struct scene {
    uint64_t seed;
    uint64_t person_seed;
    const char *started; /* NULL = from the seed */
    const char *subject;
    bool hard;
    bool imu;
    struct behaviors behaviors;
    char leg[8];
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* total dwell as requested; 0 = chosen at random */
    struct person person;
    struct schedule schedule;
    struct roller_body body;
    double stated_radius_mm, stated_length_mm; /* the rolling radius and thigh length in a session's header */
    struct imu_faults imu_faults;
    struct gaps gaps;
    struct random noise; /* source of the sensors' noise during the session */
};

/* Return what was requested, or else what is used: the seed of the person and the roller, and the name of the person.
 */
uint64_t scene_person_seed(const struct scene_request *request);
const char *scene_subject(const struct scene_request *request);

/* Make a scene. False with EXIT_STATUS_USAGE if the request cannot be met, or EXIT_STATUS_OUTPUT when out of memory.
 * Call scene_free in any case. */
bool scene_make(const struct scene_request *request, struct scene *scene, struct failure *failure);
void scene_free(struct scene *scene);
