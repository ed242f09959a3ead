/* SPDX-License-Identifier: MIT */
#include "multi_session/spot_tracks.h"

#include "multi_session/instrument_resolution.h"
#include "multi_session/spot_match.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

/* A track's position is the median of this many recent sightings. Older sightings are not used, because a spot may move
 * over a year. A single sighting would not be enough, because it may be inaccurate. */
#define RECENT_SIGHTINGS 9

#define LENGTH_TOLERANCE_MM 0.5 /* thigh lengths that differ by no more count as equal */

static struct position_scale make_scale(const struct session_summary *const session[], size_t count)
{
    bool all_known = count > 0;
    double min_mm = INFINITY, max_mm = 0, last_mm = NAN;
    for (size_t i = 0; i < count; i++) {
        double length_mm = session[i]->header.thigh_length_mm;
        if (!(length_mm > 0)) {
            all_known = false;
            continue;
        }
        min_mm = fmin(min_mm, length_mm);
        max_mm = fmax(max_mm, length_mm);
        last_mm = length_mm;
    }
    bool by_percent = all_known && max_mm - min_mm > LENGTH_TOLERANCE_MM;
    return (struct position_scale){.by_percent = by_percent,
                                   .length_mm = last_mm,
                                   .tolerance_mm =
                                       by_percent ? INSTRUMENT_SAME_SPOT_FRACTION * last_mm : INSTRUMENT_SAME_SPOT_MM};
}

double position_scale_mm(const struct position_scale *scale, const struct session_summary *session, double position_mm)
{
    return scale->by_percent ? position_mm / session->header.thigh_length_mm * scale->length_mm : position_mm;
}

/* A spot with its position on the scale of the tracks. */
struct positioned_spot {
    double position_mm;
    const struct result_spot *spot;
};

static int compare_positions(const void *a, const void *b)
{
    double first = ((const struct positioned_spot *)a)->position_mm,
           second = ((const struct positioned_spot *)b)->position_mm;
    return (first > second) - (first < second);
}

static int compare_track_positions(const void *a, const void *b)
{
    double first = ((const struct spot_track *)a)->position_mm, second = ((const struct spot_track *)b)->position_mm;
    return (first > second) - (first < second);
}

static bool add_track(struct spot_tracks *tracks)
{
    if (!array_grow(&tracks->track, &tracks->capacity, tracks->count + 1, sizeof *tracks->track))
        return false;
    struct spot_track *track = &tracks->track[tracks->count++];
    *track = (struct spot_track){.spot = calloc(tracks->session_count, sizeof *track->spot),
                                 .sighting = calloc(tracks->session_count, sizeof *track->sighting)};
    return track->spot && track->sighting;
}

/* Record that session `session_index` has the spot of the track, and update the track's position. */
static void add_sighting(const struct spot_tracks *tracks, struct spot_track *track,
                         const struct session_summary *const session[], size_t session_index,
                         const struct result_spot *spot)
{
    double recent[RECENT_SIGHTINGS];
    size_t count = 0;
    if (track->seen_count++ == 0)
        track->first = session_index;
    track->last = session_index;
    track->spot[session_index] = spot;
    for (size_t i = session_index + 1; i-- > 0 && count < RECENT_SIGHTINGS;)
        if (track->spot[i])
            recent[count++] = position_scale_mm(&tracks->scale, session[i], track->spot[i]->center_mm);
    track->position_mm = statistics_median(recent, count);
}

/* Match the spots of a session with the tracks found so far, and add a track for each spot without a match. False when
 * out of memory. */
static bool match_session(struct spot_tracks *tracks, const struct session_summary *const session[],
                          size_t session_index)
{
    size_t spot_count = session[session_index]->spot_count, old_count = tracks->count;
    struct positioned_spot *sorted = malloc((spot_count + 1) * sizeof *sorted);
    /* positions of the old tracks, then of the spots; + 1, because malloc(0) may return NULL */
    double *position_mm = malloc((old_count + spot_count + 1) * sizeof *position_mm);
    size_t *track_of_spot = malloc((spot_count + 1) * sizeof *track_of_spot);
    bool ok = sorted && position_mm && track_of_spot;
    if (ok) {
        for (size_t k = 0; k < spot_count; k++) {
            const struct result_spot *spot = &session[session_index]->spot[k];
            sorted[k] = (struct positioned_spot){
                position_scale_mm(&tracks->scale, session[session_index], spot->center_mm), spot};
        }
        qsort(sorted, spot_count, sizeof *sorted, compare_positions);
        for (size_t k = 0; k < spot_count; k++)
            position_mm[old_count + k] = sorted[k].position_mm;
        for (size_t t = 0; t < old_count; t++)
            position_mm[t] = tracks->track[t].position_mm;
        ok = spot_match(position_mm, old_count, position_mm + old_count, spot_count, tracks->scale.tolerance_mm,
                        track_of_spot);
    }
    for (size_t k = 0; ok && k < spot_count; k++) {
        size_t track = track_of_spot[k];
        if (track == SPOT_MATCH_NONE) {
            track = tracks->count;
            ok = add_track(tracks);
        }
        if (ok)
            add_sighting(tracks, &tracks->track[track], session, session_index, sorted[k].spot);
    }
    if (ok && tracks->count > 0)
        qsort(tracks->track, tracks->count, sizeof *tracks->track, compare_track_positions);
    free(sorted);
    free(position_mm);
    free(track_of_spot);
    return ok;
}

/* Fill in the sightings. A session has rolled over a position if its range under load, extended by the
 * uncertainty of a position, includes it. */
static void fill_sightings(struct spot_tracks *tracks, const struct session_summary *const session[])
{
    for (size_t t = 0; t < tracks->count; t++) {
        struct spot_track *track = &tracks->track[t];
        for (size_t i = 0; i < tracks->session_count; i++) {
            double low_mm = position_scale_mm(&tracks->scale, session[i], session[i]->min_mm);
            double high_mm = position_scale_mm(&tracks->scale, session[i], session[i]->max_mm);
            bool rolled_over = track->position_mm >= low_mm - INSTRUMENT_POSITION_MM &&
                               track->position_mm <= high_mm + INSTRUMENT_POSITION_MM;
            track->sighting[i] = track->spot[i] ? SIGHTING_SPOT : rolled_over ? SIGHTING_NONE : SIGHTING_NOT_ROLLED;
        }
    }
}

bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t count)
{
    *tracks = (struct spot_tracks){.scale = make_scale(session, count), .session_count = count};
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = match_session(tracks, session, i);
    if (ok)
        fill_sightings(tracks, session);
    else
        spot_tracks_free(tracks);
    return ok;
}

double spot_track_absent_value(const struct spot_track *track, size_t session_index)
{
    return track->sighting[session_index] == SIGHTING_NONE ? 0 : NAN;
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
