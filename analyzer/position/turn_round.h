/* SPDX-License-Identifier: MIT */
/* Decides after which lifts the roller lay end for end, from the gyro and from the part of the thigh that is rolled
 * then (docs/ANALYSIS.md, "Turned round by hand"). */
#pragma once

#include "position/lifts.h"
#include "position/put_backs.h"

#include <stdbool.h>
#include <stddef.h>

struct turn_round {
    size_t row;      /* first loaded row after the lift */
    bool is_turned;  /* the roller was probably turned round; the positions allow for it */
    bool is_certain; /* false: it may as well be otherwise */
};

struct turn_rounds {
    struct turn_round *turn; /* [count] sorted by row: lifts in which the roller was, or may have been, turned */
    size_t count;
};

/* Integrate the rotation like odometry_integrate, in the opposite direction while the roller lies end for end, and from
 * elsewhere where it was put back far away; `backs`, which is empty before, lists these lifts.
 * thigh_length_mm: 0 = unknown. Sets *restart_count to the number of restarts under load. O(rows), and once more for
 * each lift that only the range tells about. False when out of memory; else free with turn_rounds_free. */
bool turn_rounds_integrate(struct turn_rounds *turns, struct put_backs *backs, double *mm, unsigned char *contact,
                           size_t *restart_count, const struct odometry_input *input, const struct lifts *lifts,
                           double thigh_length_mm);

void turn_rounds_free(struct turn_rounds *turns);
