/* SPDX-License-Identifier: MIT */
/* What people, rollers and sensors do beside the usual, chosen by name with --behaviour. Each behaviour draws from its
 * own stream of random numbers, so a session without any is the same as before they existed, and one more behaviour
 * does not change what another draws. */
#pragma once

#include "common/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order of their names in behavior.c. */
enum behavior {
    /* where the person rolls */
    BEHAVIOR_SECTIONS,
    BEHAVIOR_HALF,
    BEHAVIOR_GROW,
    BEHAVIOR_SCATTER,
    BEHAVIOR_START_KNEE,
    BEHAVIOR_RESTS,
    BEHAVIOR_ROCKS,
    /* movements along the thigh that do not turn the roller */
    BEHAVIOR_SLIDE,
    BEHAVIOR_CREEP_SLIP,
    BEHAVIOR_STICK_SLIP,
    BEHAVIOR_PUT_BACK,
    BEHAVIOR_PUT_BACK_FAR,
    BEHAVIOR_TURN_ROUND,
    BEHAVIOR_BOTH_LEGS,
    /* how thigh, roller and floor lie */
    BEHAVIOR_SLOPE,
    BEHAVIOR_POSTURE,
    BEHAVIOR_LOAD_RADIUS,
    BEHAVIOR_BARE_RADIUS,
    BEHAVIOR_TAPE,
    BEHAVIOR_SATURATION,
    /* the motion sensor, and the line to the host */
    BEHAVIOR_FROZEN,
    BEHAVIOR_CLIPPED,
    BEHAVIOR_MOUNTED,
    BEHAVIOR_ZEROS,
    BEHAVIOR_INTERMITTENT,
    BEHAVIOR_DRIFT,
    BEHAVIOR_LEVER,
    BEHAVIOR_GAPS,
    /* how loads reach the strips */
    BEHAVIOR_BRIDGE,
    BEHAVIOR_TILT,
    BEHAVIOR_LIGHT,
    /* where the person rolls, once more: the place in this list chooses the random numbers */
    BEHAVIOR_WARM_UP,
    BEHAVIOR_ONE_WAY,
    BEHAVIOR_COUNT
};

struct behaviors {
    uint64_t bits; /* bit B is set for behaviour B */
};

bool behaviors_include(struct behaviors behaviors, enum behavior behavior);

/* Parse names separated by commas, and add them to `behaviors`. False if one is unknown. */
bool behaviors_parse(const char *text, struct behaviors *behaviors);

/* Return the name of a behaviour. */
const char *behavior_name(enum behavior behavior);

/* If a session has this behaviour, start its own stream of the session's seed and return true. */
bool behavior_begin(struct behaviors behaviors, enum behavior behavior, uint64_t seed, struct random *random);
