/* SPDX-License-Identifier: MIT */
/* Spots followed through several sessions (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include "multi_session/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* One scale for positions on thighs that may differ in length. */
struct position_scale {
    bool by_percent; /* positions are scaled by thigh length, because all lengths are known and they differ */
    double
        length_mm; /* thigh length of the scale: that of the last session with a known length; NAN if all are unknown */
    double tolerance_mm; /* largest distance on the scale between two sightings of one spot */
};

/* Convert a position in a session to the scale, mm. */
double position_scale_mm(const struct position_scale *scale, const struct session_summary *session, double position_mm);

/* The state of a track in one session. */
enum sighting {
    SIGHTING_NOT_ROLLED, /* the roller did not reach the track's position */
    SIGHTING_NONE,       /* the roller rolled over the position, but there is no spot */
    SIGHTING_SPOT
};

/* One spot through several sessions. */
struct spot_track {
    double position_mm;              /* median of the spot's recent positions, on the scale */
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

/* Track spots through `count` sessions in the given order: match the spots of each session with the tracks found so far
 * (spot_match.h). The sessions must outlive the tracks; spot_tracks_free frees the tracks. False when out of memory. */
bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t count);
void spot_tracks_free(struct spot_tracks *tracks);

/* Return the dwell or impulse of a track in a session without the spot: 0 if the roller rolled over its
 * position, NAN if it did not. */
double spot_track_absent_value(const struct spot_track *track, size_t session_index);
