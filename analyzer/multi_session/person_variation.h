/* SPDX-License-Identifier: MIT */
/* How much a person varies from session to session without a lasting change, and the smallest change that exceeds it
 * (docs/ANALYSIS.md, "Between sessions"). Deviations are of natural logarithms. */
#pragma once

#include "multi_session/spot_tracks.h"

struct person_variation {
    double dwell_sd, force_sd, impulse_sd; /* of a spot in one session */
    double total_dwell_sd;                 /* of all spots together, of which one or the other is skipped */
    size_t session_count; /* number of sessions that they were measured in; 0 = they are those of people in general */
};

/* Measure the variation of a person between neighbouring sightings of a spot. Differences between the first `group`
 * sessions, the last `group` sessions and those in between do not count: they may be a change. With fewer than 6
 * sessions the values are those of people in general. */
struct person_variation person_variation_measure(const struct spot_tracks *tracks, size_t group);

/* Return the minimal detectable change (95 %) as a ratio, between the geometric means of `first_count` and `last_count`
 * sessions (a count of 0 counts as 1). */
double person_variation_mdc_ratio(double sd, size_t first_count, size_t last_count);

/* Return how many sessions each of two geometric means needs, so that `ratio` (above 1) is the minimal detectable
 * change. */
size_t person_variation_sessions_to_tell(double sd, double ratio);
