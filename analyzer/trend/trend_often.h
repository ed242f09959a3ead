/* SPDX-License-Identifier: MIT */
/* How often a spot is stopped at, over time: another fact than how long (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/spot_tracks.h"
#include "trend/trend_line.h"

/* Evenings on which the roller rolled over the spot, in two halves; the sessions of one day are one evening. */
struct trend_often {
    size_t early_evenings, early_seen; /* first half: evenings, and those with the spot */
    size_t late_evenings, late_seen;   /* second half, which has one evening more if their number is odd */
    enum trend_direction direction;    /* TREND_SAME: on every evening */
};

/* Compare early and late evenings of a track. Returns false when out of memory. */
bool trend_often_measure(struct trend_often *often, const struct spot_track *track,
                         const struct session_summary *const session[], size_t session_count);
