/* SPDX-License-Identifier: MIT */
/* Lifts after which the roller lay far from where it was, as when rolling one way only and carrying it back: without
 * them, the person would have rolled far beyond the thigh (docs/ANALYSIS.md, "Put back far away"). */
#pragma once

#include "position/lifts.h"
#include "position/odometry.h"

#include <stdbool.h>
#include <stddef.h>

struct put_backs {
    struct put_back *put_back; /* [count] sorted by row */
    size_t count;
};

/* Find them in mm[input->count] and contact[input->count] by odometry_integrate, without any. thigh_length_mm: 0 =
 * unknown. O(rows). False when out of memory; else free with put_backs_free. */
bool put_backs_find(struct put_backs *backs, const double *mm, const unsigned char *contact,
                    const struct odometry_input *input, const struct lifts *lifts, double thigh_length_mm);

/* Return the last one at or before a row; NULL if there is none. */
const struct put_back *put_backs_before(const struct put_backs *backs, size_t row);

void put_backs_free(struct put_backs *backs);
