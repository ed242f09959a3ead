/* SPDX-License-Identifier: MIT */
/* The same spot over several sessions. */
#ifndef SPOT_TRACKS_H
#define SPOT_TRACKS_H

#include "compare/position_scale.h"
#include "compare/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* What a session has to say on a place. */
enum sighting {
    SIGHTING_NOT_ROLLED, /* it did not come there: nothing is known */
    SIGHTING_NONE,       /* it rolled over the place without lingering */
    SIGHTING_SPOT
};

struct spot_track {
    double position_mm;              /* on the scale: median of its recent sightings */
    size_t seen;                     /* sessions with the spot */
    size_t first, last;              /* the first and last of them */
    const struct result_spot **spot; /* [session_count]; NULL = none there; belongs to the sessions */
    enum sighting *sighting;         /* [session_count] */
};

struct spot_tracks {
    struct position_scale scale;
    size_t session_count;
    struct spot_track *track; /* by place, from the upper thigh */
    size_t count;
};

/*
 * Follow spots through the sessions in their order: each session's spots are matched (spot_match.h) with the
 * places of those before. The sessions must stay; spot_tracks_free gives back the rest. False without memory.
 */
bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[],
                      size_t count);
void spot_tracks_free(struct spot_tracks *tracks);

#endif
