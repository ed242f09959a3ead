/* SPDX-License-Identifier: MIT */
/* Spots followed through several sessions (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/position_scale.h"

#include <stdbool.h>
#include <stddef.h>

/* The state of a track in one session. */
enum sighting {
    SIGHTING_NOT_ROLLED, /* the roller did not reach the track's position */
    SIGHTING_NONE,       /* the roller rolled over the position, but there is no spot */
    SIGHTING_SPOT
};

/* One spot through several sessions. */
struct spot_track {
    double position_mm;              /* median of the spot's recent positions, on the scale */
    double uncertainty_mm;           /* half of the narrowest 95 % interval of its positions */
    size_t seen_count;               /* number of sessions with the spot */
    size_t first, last;              /* indices of the first and the last session with the spot */
    const struct result_spot **spot; /* [session_count]: the spot in each session, or NULL */
    enum sighting *sighting;         /* [session_count] */
};

struct spot_tracks {
    struct position_scale scale;
    size_t session_count;
    struct spot_track *track; /* [count], sorted by position */
    size_t count, capacity;
};

/* Track spots through `count` sessions in the given order, of one leg or (`two_legs`) of both. The sessions are aligned
 * by where their strokes end and by their spots, then their spots are matched one to one (spot_match.h). The sessions
 * must outlive the tracks; spot_tracks_free frees the tracks. False when out of memory. */
bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t count,
                      bool two_legs);
void spot_tracks_free(struct spot_tracks *tracks);

/* For those who make tracks in another way (leg_tracks.h). Add a track without sightings, the last one; false when out
 * of memory. Remove all tracks. Sort the tracks and fill in their sightings, which needs their spots and positions. */
bool spot_tracks_add(struct spot_tracks *tracks);
void spot_tracks_clear(struct spot_tracks *tracks);
void spot_tracks_complete(struct spot_tracks *tracks, const struct session_summary *const session[]);

/* Return the position of a track near the time of session `session_index`: the median of its 9 sightings nearest in
 * time, without that session's own. `*used_count` is their number; NAN if there are none. */
double spot_track_position_near(const struct spot_tracks *tracks, const struct spot_track *track, size_t session_index,
                                size_t *used_count);

/* Return the dwell or impulse of a track in a session without the spot: 0 if the roller rolled over its
 * position, NAN if it did not. */
double spot_track_absent_value(const struct spot_track *track, size_t session_index);

/* Return the dwell of a track in a session, with or without the spot. */
double spot_track_dwell_s(const struct spot_track *track, size_t session_index);
