/* SPDX-License-Identifier: MIT */
/* Whether a spot is new or gone (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/spot_tracks.h"

struct presence {
    bool has_appeared;    /* it was absent at first, more often than chance explains */
    bool has_disappeared; /* it has been absent since its last sighting, more often than chance explains */
};

/* Assess one of the tracks. Sessions of the same day count once. Never true with fewer than 6 days on which the roller
 * rolled over the spot, or for an absence of less than two weeks. */
struct presence presence_of_track(const struct spot_tracks *tracks, const struct spot_track *track,
                                  const struct session_summary *const session[]);

/* An evening: the sessions of one day. */
struct evening {
    bool is_rolled, is_seen; /* in one of its sessions the roller rolled over the spot; it was stopped at */
};

/* Summarize for a track the evening that begins with session `from`, of `session_count`. Returns the index of the first
 * session after it. */
size_t presence_next_evening(struct evening *evening, const struct spot_track *track,
                             const struct session_summary *const session[], size_t session_count, size_t from);
