/* SPDX-License-Identifier: MIT */
#include "multi_session/spot_tracks.h"

#include "multi_session/instrument_resolution.h"
#include "multi_session/offset_refinement.h"
#include "multi_session/spot_match.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A track's position is the median of this many sightings. Others are not used, because a spot may move over a year. A
 * single sighting would not be enough, because it may be inaccurate. */
#define NEAR_SIGHTINGS 9
#define ALIGNMENT_ROUNDS 3

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

bool spot_tracks_add(struct spot_tracks *tracks)
{
    if (!array_grow(&tracks->track, &tracks->capacity, tracks->count + 1, sizeof *tracks->track))
        return false;
    struct spot_track *track = &tracks->track[tracks->count++];
    *track = (struct spot_track){.uncertainty_mm = INFINITY,
                                 .spot = calloc(tracks->session_count, sizeof *track->spot),
                                 .sighting = calloc(tracks->session_count, sizeof *track->sighting)};
    return track->spot && track->sighting;
}

/* Return half of the 95 % interval of a spot's centre on the scale. */
static double uncertainty_on_scale_mm(const struct position_scale *scale, size_t session_index,
                                      const struct result_spot *spot)
{
    double center_mm = isfinite(spot->center_uncertainty_mm) ? spot->center_uncertainty_mm : 0;
    return hypot(center_mm, 2 * scale->offset[session_index].deviation_mm);
}

double spot_track_position_near(const struct spot_tracks *tracks, const struct spot_track *track, size_t session_index,
                                size_t *used_count)
{
    double near_mm[NEAR_SIGHTINGS];
    size_t count = 0;
    for (size_t distance = 1; distance <= tracks->session_count && count < NEAR_SIGHTINGS; distance++) {
        size_t sides[] = {session_index - distance, session_index + distance}; /* a wrapped index is too large */
        for (size_t s = 0; s < 2; s++)
            if (sides[s] < tracks->session_count && track->spot[sides[s]] && count < NEAR_SIGHTINGS)
                near_mm[count++] = position_scale_mm(&tracks->scale, sides[s], track->spot[sides[s]]->center_mm);
    }
    *used_count = count;
    return statistics_median(near_mm, count);
}

/* Record that session `session_index` has the spot of the track, and update the track's position. */
static void add_sighting(const struct spot_tracks *tracks, struct spot_track *track, size_t session_index,
                         const struct result_spot *spot)
{
    double recent_mm[NEAR_SIGHTINGS];
    size_t count = 0;
    if (track->seen_count++ == 0)
        track->first = session_index;
    track->last = session_index;
    track->spot[session_index] = spot;
    track->uncertainty_mm = fmin(track->uncertainty_mm, uncertainty_on_scale_mm(&tracks->scale, session_index, spot));
    for (size_t i = session_index + 1; i-- > 0 && count < NEAR_SIGHTINGS;)
        if (track->spot[i])
            recent_mm[count++] = position_scale_mm(&tracks->scale, i, track->spot[i]->center_mm);
    track->position_mm = statistics_median(recent_mm, count);
}

/* Fill in the spots of a session in the order of their positions. */
static void sort_spots(const struct spot_tracks *tracks, const struct session_summary *session, size_t session_index,
                       struct positioned_spot *sorted)
{
    for (size_t k = 0; k < session->spot_count; k++) {
        const struct result_spot *spot = &session->spot[k];
        sorted[k] = (struct positioned_spot){position_scale_mm(&tracks->scale, session_index, spot->center_mm), spot};
    }
    qsort(sorted, session->spot_count, sizeof *sorted, compare_positions);
}

/* Match sorted spots with the tracks found so far. False when out of memory. */
static bool match_spots(const struct spot_tracks *tracks, size_t session_index, const struct positioned_spot *sorted,
                        size_t spot_count, size_t *track_of_spot)
{
    size_t count = tracks->count + spot_count;
    double *position_mm = malloc(2 * (count + 1) * sizeof *position_mm); /* + 1, because malloc(0) may return NULL */
    if (!position_mm)
        return false;
    double *uncertainty_mm = position_mm + count;
    for (size_t t = 0; t < tracks->count; t++) {
        position_mm[t] = tracks->track[t].position_mm;
        uncertainty_mm[t] = tracks->track[t].uncertainty_mm;
    }
    for (size_t k = 0; k < spot_count; k++) {
        position_mm[tracks->count + k] = sorted[k].position_mm;
        uncertainty_mm[tracks->count + k] = uncertainty_on_scale_mm(&tracks->scale, session_index, sorted[k].spot);
    }
    const struct spot_match_list old = {position_mm, uncertainty_mm, tracks->count};
    const struct spot_match_list new = {position_mm + tracks->count, uncertainty_mm + tracks->count, spot_count};
    bool ok = spot_match(&old, &new, tracks->scale.tolerance_mm, track_of_spot);
    free(position_mm);
    return ok;
}

/* Match the spots of a session with the tracks found so far, and add a track for each spot without a match. False when
 * out of memory. */
static bool match_session(struct spot_tracks *tracks, const struct session_summary *session, size_t session_index)
{
    size_t spot_count = session->spot_count;
    struct positioned_spot *sorted = malloc((spot_count + 1) * sizeof *sorted);
    size_t *track_of_spot = malloc((spot_count + 1) * sizeof *track_of_spot);
    bool ok = sorted && track_of_spot;
    if (ok) {
        sort_spots(tracks, session, session_index, sorted);
        ok = match_spots(tracks, session_index, sorted, spot_count, track_of_spot);
    }
    for (size_t k = 0; ok && k < spot_count; k++) {
        size_t track = track_of_spot[k];
        if (track == SPOT_MATCH_NONE) {
            track = tracks->count;
            ok = spot_tracks_add(tracks);
        }
        if (ok)
            add_sighting(tracks, &tracks->track[track], session_index, sorted[k].spot);
    }
    if (ok && tracks->count > 0)
        qsort(tracks->track, tracks->count, sizeof *tracks->track, compare_track_positions);
    free(sorted);
    free(track_of_spot);
    return ok;
}

/* Whether no session has the spots of both tracks. */
static bool never_occur_together(const struct spot_tracks *tracks, const struct spot_track *a,
                                 const struct spot_track *b)
{
    for (size_t i = 0; i < tracks->session_count; i++)
        if (a->spot[i] && b->spot[i])
            return false;
    return true;
}

static void remove_track(struct spot_tracks *tracks, size_t index)
{
    free(tracks->track[index].spot);
    free(tracks->track[index].sighting);
    tracks->count--;
    memmove(&tracks->track[index], &tracks->track[index + 1], (tracks->count - index) * sizeof *tracks->track);
}

/* Move the sightings of track `from` to its neighbour `to`. */
static void merge(struct spot_tracks *tracks, size_t to, size_t from)
{
    struct spot_track merged = tracks->track[to];
    merged.seen_count = 0;
    for (size_t i = 0; i < tracks->session_count; i++) {
        const struct result_spot *spot = merged.spot[i] ? merged.spot[i] : tracks->track[from].spot[i];
        if (spot)
            add_sighting(tracks, &merged, i, spot);
    }
    tracks->track[to] = merged;
    remove_track(tracks, from);
}

/* Merge neighbouring tracks within the tolerance that never occur together, the closest first: a spot that was lost and
 * found again. */
static void merge_tracks(struct spot_tracks *tracks)
{
    for (;;) {
        size_t closest = tracks->count;
        double closest_mm = tracks->scale.tolerance_mm;
        for (size_t t = 0; t + 1 < tracks->count; t++) {
            double distance_mm = fabs(tracks->track[t + 1].position_mm - tracks->track[t].position_mm);
            if (distance_mm <= closest_mm && never_occur_together(tracks, &tracks->track[t], &tracks->track[t + 1])) {
                closest = t;
                closest_mm = distance_mm;
            }
        }
        if (closest == tracks->count)
            return;
        merge(tracks, closest, closest + 1);
        qsort(tracks->track, tracks->count, sizeof *tracks->track, compare_track_positions);
    }
}

/* A session has rolled over a position if its range under load, extended by the uncertainty of a position, includes
 * it. */
void spot_tracks_complete(struct spot_tracks *tracks, const struct session_summary *const session[])
{
    if (tracks->count > 0)
        qsort(tracks->track, tracks->count, sizeof *tracks->track, compare_track_positions);
    for (size_t t = 0; t < tracks->count; t++) {
        struct spot_track *track = &tracks->track[t];
        for (size_t i = 0; i < tracks->session_count; i++) {
            double low_mm = position_scale_mm(&tracks->scale, i, session[i]->min_mm);
            double high_mm = position_scale_mm(&tracks->scale, i, session[i]->max_mm);
            bool rolled_over = track->position_mm >= low_mm - INSTRUMENT_POSITION_MM &&
                               track->position_mm <= high_mm + INSTRUMENT_POSITION_MM;
            track->sighting[i] = track->spot[i] ? SIGHTING_SPOT : rolled_over ? SIGHTING_NONE : SIGHTING_NOT_ROLLED;
        }
    }
}

void spot_tracks_clear(struct spot_tracks *tracks)
{
    while (tracks->count > 0)
        remove_track(tracks, tracks->count - 1);
}

bool spot_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t count,
                      bool two_legs)
{
    *tracks = (struct spot_tracks){.session_count = count};
    bool ok = position_scale_make(&tracks->scale, session, count, two_legs);
    struct session_offset *from_ends = malloc((count + 1) * sizeof *from_ends);
    ok = ok && from_ends;
    if (ok)
        memcpy(from_ends, tracks->scale.offset, count * sizeof *from_ends);
    /* The first round aligns each session with those before it, the others with all others. */
    for (int round = 0; ok && round <= ALIGNMENT_ROUNDS; round++) {
        for (size_t i = 0; ok && round > 0 && i < count; i++)
            ok = offset_refine(&tracks->scale.offset[i], tracks, session[i], i, &from_ends[i]);
        spot_tracks_clear(tracks);
        for (size_t i = 0; ok && i < count; i++) {
            if (round == 0)
                ok = offset_refine(&tracks->scale.offset[i], tracks, session[i], i, &from_ends[i]);
            ok = ok && match_session(tracks, session[i], i);
        }
        if (ok)
            merge_tracks(tracks);
    }
    free(from_ends);
    if (ok)
        spot_tracks_complete(tracks, session);
    else
        spot_tracks_free(tracks);
    return ok;
}

double spot_track_absent_value(const struct spot_track *track, size_t session_index)
{
    return track->sighting[session_index] == SIGHTING_NONE ? 0 : NAN;
}

double spot_track_dwell_s(const struct spot_track *track, size_t session_index)
{
    const struct result_spot *spot = track->spot[session_index];
    return spot ? spot->dwell_s : spot_track_absent_value(track, session_index);
}

void spot_tracks_free(struct spot_tracks *tracks)
{
    spot_tracks_clear(tracks);
    free(tracks->track);
    position_scale_free(&tracks->scale);
    *tracks = (struct spot_tracks){0};
}
