/* SPDX-License-Identifier: MIT */
/* The same spot over several sessions (docs/ANALYSIS.md, 15). */
#ifndef SPOT_TRACKS_H
#define SPOT_TRACKS_H

#include "compare/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* One scale for positions on thighs that may differ in length. */
struct position_scale {
    bool by_percent;     /* all lengths are known and differ: positions go by their fraction of the way to the
                            knee */
    double length_mm;    /* of the thigh that the scale is drawn for: the last known; NAN = none */
    double tolerance_mm; /* spots this near on the scale are the same */
};

/* From a position in a session to the scale, mm. */
double position_scale_mm(const struct position_scale *scale, const struct session_summary *session,
                         double position_mm);

/* What a session knows of a position. */
enum sighting {
    SIGHTING_NOT_ROLLED, /* nothing: the roller did not pass it */
    SIGHTING_NONE,       /* passed without a spot */
    SIGHTING_SPOT
};

struct spot_track {
    double position_mm;              /* on the scale: the median of its recent sightings */
    size_t seen;                     /* sessions with the spot */
    size_t first, last;              /* the first and last of them */
    const struct result_spot **spot; /* [session_count]: in the sessions; NULL = none */
    enum sighting *sighting;         /* [session_count] */
};

struct spot_tracks {
    struct position_scale scale;
    size_t session_count;
    struct spot_track *track; /* [count], by position from the upper thigh */
    size_t count;
};

/*
 * Track spots through `count` sessions in their order: the spots of each session are matched with the
 * positions so far (spot_match.h). The sessions must outlive the tracks; spot_tracks_free frees the rest.
 * False when out of memory.
 */
bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[],
                      size_t count);
void spot_tracks_free(struct spot_tracks *tracks);

#endif
