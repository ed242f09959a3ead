/* SPDX-License-Identifier: MIT */
#include "compare/spot_tracks.h"

#include "compare/instrument_resolution.h"
#include "shared/statistics.h"
#include "compare/spot_match.h"

#include <stdlib.h>

#define RECENT                                                                                               \
    9 /* sightings that make up a track's place: a spot may wander over a year, a single one may be off */

struct placed_spot {
    double position_mm;
    const struct result_spot *spot;
};

static int by_place(const void *a, const void *b)
{
    double first = ((const struct placed_spot *)a)->position_mm,
           second = ((const struct placed_spot *)b)->position_mm;
    return (first > second) - (first < second);
}

static int by_track_place(const void *a, const void *b)
{
    double first = ((const struct spot_track *)a)->position_mm,
           second = ((const struct spot_track *)b)->position_mm;
    return (first > second) - (first < second);
}

static bool add_track(struct spot_tracks *tracks)
{
    struct spot_track *grown = realloc(tracks->track, (tracks->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    tracks->track = grown;
    struct spot_track *track = &grown[tracks->count++];
    *track = (struct spot_track){.spot = calloc(tracks->session_count, sizeof *track->spot),
                                 .sighting = calloc(tracks->session_count, sizeof *track->sighting)};
    return track->spot && track->sighting;
}

static void sight(const struct spot_tracks *tracks, struct spot_track *track,
                  const struct session_summary *const session[], size_t at, const struct result_spot *spot)
{
    double recent[RECENT];
    size_t count = 0;
    if (track->seen++ == 0)
        track->first = at;
    track->last = at;
    track->spot[at] = spot;
    for (size_t i = at + 1; i-- > 0 && count < RECENT;) {
        if (track->spot[i])
            recent[count++] = position_scale_mm(&tracks->scale, session[i], track->spot[i]->center_mm);
    }
    track->position_mm = statistics_median(recent, count);
}

/* Match the spots of session `at` with the tracks so far. */
static bool follow(struct spot_tracks *tracks, const struct session_summary *const session[], size_t at)
{
    size_t spots = session[at]->spot_count, before = tracks->count;
    struct placed_spot *placed = malloc((spots + 1) * sizeof *placed);
    double *place = malloc((spots + before + 1) * sizeof *place);
    size_t *track_of = malloc((spots + 1) * sizeof *track_of);
    bool good = placed && place && track_of;
    if (good) {
        for (size_t k = 0; k < spots; k++) {
            const struct result_spot *spot = &session[at]->spot[k];
            placed[k] =
                (struct placed_spot){position_scale_mm(&tracks->scale, session[at], spot->center_mm), spot};
        }
        qsort(placed, spots, sizeof *placed, by_place);
        for (size_t k = 0; k < spots; k++)
            place[before + k] = placed[k].position_mm;
        for (size_t t = 0; t < before; t++)
            place[t] = tracks->track[t].position_mm;
        good = spot_match(place, before, place + before, spots, tracks->scale.tolerance_mm, track_of);
    }
    for (size_t k = 0; good && k < spots; k++) {
        size_t to = track_of[k];
        if (to == SPOT_MATCH_NONE) {
            to = tracks->count;
            good = add_track(tracks);
        }
        if (good)
            sight(tracks, &tracks->track[to], session, at, placed[k].spot);
    }
    if (good && tracks->count > 0)
        qsort(tracks->track, tracks->count, sizeof *tracks->track, by_track_place);
    free(placed);
    free(place);
    free(track_of);
    return good;
}

/* A session has passed a place that lies in its range under load, give or take what a place is uncertain by.
 */
static void fill_sightings(struct spot_tracks *tracks, const struct session_summary *const session[])
{
    for (size_t t = 0; t < tracks->count; t++) {
        struct spot_track *track = &tracks->track[t];
        for (size_t i = 0; i < tracks->session_count; i++) {
            double low = position_scale_mm(&tracks->scale, session[i], session[i]->min_mm);
            double high = position_scale_mm(&tracks->scale, session[i], session[i]->max_mm);
            bool passed = track->position_mm >= low - INSTRUMENT_POSITION_MM &&
                          track->position_mm <= high + INSTRUMENT_POSITION_MM;
            track->sighting[i] = track->spot[i] ? SIGHTING_SPOT
                                 : passed       ? SIGHTING_NONE
                                                : SIGHTING_NOT_ROLLED;
        }
    }
}

bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t count)
{
    *tracks = (struct spot_tracks){.scale = position_scale_make(session, count), .session_count = count};
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = follow(tracks, session, i);
    if (good)
        fill_sightings(tracks, session);
    else
        spot_tracks_free(tracks);
    return good;
}

void spot_tracks_free(struct spot_tracks *tracks)
{
    for (size_t t = 0; t < tracks->count; t++) {
        free(tracks->track[t].spot);
        free(tracks->track[t].sighting);
    }
    free(tracks->track);
    *tracks = (struct spot_tracks){0};
}
