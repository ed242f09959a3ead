/* SPDX-License-Identifier: MIT */
#include "common/behavior.h"

#include <string.h>

#define STREAM_FIRST 200 /* stream of random numbers of the first behaviour */

/* clang-format off */
static const char *const names[BEHAVIOR_COUNT] = {
    "sections", "half", "grow", "scatter", "start-knee", "rests", "rocks",
    "slide", "creep-slip", "stick-slip", "put-back", "put-back-far", "turn-round", "both-legs",
    "slope", "posture", "load-radius", "bare-radius", "tape", "saturation",
    "frozen", "clipped", "mounted", "zeros", "intermittent", "drift", "lever", "gaps",
    "bridge", "tilt", "light",
    "warm-up", "one-way",
};
/* clang-format on */

bool behaviors_include(struct behaviors behaviors, enum behavior behavior)
{
    return (behaviors.bits >> behavior & 1u) != 0;
}

static bool add_by_name(const char *name, size_t length, struct behaviors *behaviors)
{
    for (unsigned i = 0; i < BEHAVIOR_COUNT; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
            behaviors->bits |= UINT64_C(1) << i;
            return true;
        }
    }
    return false;
}

bool behaviors_parse(const char *text, struct behaviors *behaviors)
{
    for (const char *cursor = text;; cursor++) {
        size_t length = strcspn(cursor, ",");
        if (!add_by_name(cursor, length, behaviors))
            return false;
        cursor += length;
        if (*cursor == '\0')
            return true;
    }
}

const char *behavior_name(enum behavior behavior)
{
    return names[behavior];
}

bool behavior_begin(struct behaviors behaviors, enum behavior behavior, uint64_t seed, struct random *random)
{
    random_seed(random, seed, STREAM_FIRST + (uint64_t)behavior);
    return behaviors_include(behaviors, behavior);
}
