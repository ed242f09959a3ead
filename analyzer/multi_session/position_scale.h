/* SPDX-License-Identifier: MIT */
/* One scale for the positions in several sessions (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/session_offsets.h"

#include <stdbool.h>
#include <stddef.h>

struct position_scale {
    bool by_percent;               /* positions are scaled by thigh length, because two legs differ in length */
    bool has_two_lengths;          /* one leg has two different lengths, so positions are not scaled by them */
    double length_mm;              /* thigh length of the scale: the last one that a session gives; NAN if none does */
    double tolerance_mm;           /* largest distance on the scale between two sightings of one spot */
    double *factor;                /* [session_count] mm on the scale per mm in the session */
    struct session_offset *offset; /* [session_count] */
};

/* Convert a position in session `session_index` to the scale, mm. */
double position_scale_mm(const struct position_scale *scale, size_t session_index, double position_mm);

/* Make the scale of `count` sessions of one leg or (`two_legs`) of both, with the offsets from the ends of the strokes.
 * False when out of memory; position_scale_free also frees an incomplete scale. */
bool position_scale_make(struct position_scale *scale, const struct session_summary *const session[], size_t count,
                         bool two_legs);
void position_scale_free(struct position_scale *scale);
