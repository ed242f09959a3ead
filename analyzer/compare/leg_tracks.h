/* SPDX-License-Identifier: MIT */
/* Spots of the left and the right leg, followed on each leg and then matched (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/spot_tracks.h"

/* Track spots through `leg_count` sessions of the left leg, followed by as many of the right leg. Each leg is tracked
 * for itself, so that a spot of one leg is one track; then the tracks of both are matched one to one. The sessions must
 * outlive the tracks; spot_tracks_free frees the tracks. False when out of memory. */
bool leg_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t leg_count);
