/* SPDX-License-Identifier: MIT */
/* Times in which the rows of a session are lost on their way to the host. */
#pragma once

#include "common/behavior.h"
#include "person/schedule.h"

#include <stdbool.h>
#include <stdint.h>

#define GAPS_MAX 32

struct gap {
    double start_s, end_s;
};

struct gaps {
    struct gap gap[GAPS_MAX];
    unsigned count;
};

/* Choose the gaps of a session at random: beside its lifts, and in between. Without BEHAVIOR_GAPS there are none. */
void gaps_randomize(struct gaps *gaps, struct behaviors behaviors, uint64_t seed, const struct schedule *schedule);

/* Whether a row of this time is lost. */
bool gaps_include(const struct gaps *gaps, double time_s);
