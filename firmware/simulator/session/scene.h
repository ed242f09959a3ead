/* SPDX-License-Identifier: MIT */
/* A session to simulate: who rolls on which roller, drawn from a seed where the user did not say. */
#ifndef SCENE_H
#define SCENE_H

#include "person/person.h"
#include "person/schedule.h"
#include "body/roller_body.h"
#include "common/sim_failure.h"

#include <stdbool.h>
#include <stdint.h>

/* What the user asked for; 0, NULL or empty = drawn from the seed. */
struct scene_request {
    uint64_t seed;
    bool has_person;
    uint64_t person; /* draws who rolls and on which roller, when has_person; else the seed does that too */
    const char *started; /* ISO 8601; NULL = drawn */
    const char *subject; /* NULL = "virtual runner" */
    bool hard;
    bool no_imu;
    bool biased; /* a bias resistor across each strip */
    char leg[8]; /* "left", "right" or "" */
    double thigh_length_mm;
    double rolling_radius_mm;
    unsigned strokes;
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];
    unsigned spot_dwell_count;
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* in all on spot_mm of the same index; 0 = drawn */
    unsigned random_spots;                   /* instead of spot_mm */
    unsigned button_count;
    double button_s[SCHEDULE_BUTTON_MAX]; /* presses besides those that the person likes */
};

struct scene {
    uint64_t seed;
    uint64_t person_seed; /* what the person and the roller were drawn from */
    const char *started;  /* NULL = from the seed */
    const char *subject;
    bool hard;
    bool imu;
    char leg[8];
    unsigned spot_count;
    double spot_mm[SCHEDULE_SPOTS_MAX];
    double spot_dwell_s[SCHEDULE_SPOTS_MAX]; /* asked for; 0 = drawn */
    struct person person;
    struct schedule schedule;
    struct roller_body body;
    struct random noise; /* of the sensors, while the session runs */
};

/* Draw a scene. False and the failure filled in when the wishes do not fit together. scene_free in any case.
 */
bool scene_draw(const struct scene_request *request, struct scene *scene, struct sim_failure *failure);

void scene_free(struct scene *scene);

#endif
