/* SPDX-License-Identifier: MIT */
/* The lifts of the roller, and whether it was turned end for end in them: then it rolls in the opposite direction
 * (docs/ANALYSIS.md, "Turned round by hand"). */
#pragma once

#include "force/force_series.h"
#include "rotation/rotation.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

struct lift {
    size_t row;      /* first loaded row after it */
    double log_odds; /* how much more likely the gyro's readings are if the roller was turned round; 0 = equally */
};

struct lifts {
    struct lift *lift; /* [count] sorted by row */
    size_t count;
};

/* Find all lifts that are long enough to turn the roller. Uses the IMU's readings, if there are any. O(rows). False
 * when out of memory; else free with lifts_free. */
bool lifts_find(struct lifts *lifts, const struct session_table *session, const struct force_series *series,
                const struct rotation *rotation);

void lifts_free(struct lifts *lifts);
