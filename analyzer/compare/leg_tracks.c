/* SPDX-License-Identifier: MIT */
#include "compare/leg_tracks.h"

#include "multi_session/spot_match.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The tracks of one leg, and their place among the sessions and on the scale of both legs. */
struct leg {
    struct spot_tracks tracks;
    size_t first_session;
    double factor;                        /* mm on the scale of both per mm on that of the leg */
    double shift_mm;                      /* offset between the two scales */
    double *position_mm, *uncertainty_mm; /* of each track, on the scale of both */
};

/* Track the spots of a leg. Its sessions have one scale and the offsets among themselves of the leg alone: the median
 * of what both legs together gave is only the shift of the leg as a whole. */
static bool make_leg(struct leg *leg, struct position_scale *scale, const struct session_summary *const session[],
                     size_t first_session, size_t leg_count, size_t last_session)
{
    *leg = (struct leg){.first_session = first_session, .factor = scale->factor[last_session]};
    if (!spot_tracks_make(&leg->tracks, session + first_session, leg_count, false))
        return false;
    size_t size = leg->tracks.count + leg_count;
    leg->position_mm = malloc(size * sizeof *leg->position_mm);
    leg->uncertainty_mm = malloc(size * sizeof *leg->uncertainty_mm);
    if (!leg->position_mm || !leg->uncertainty_mm)
        return false;
    double *shift_mm = leg->position_mm; /* used for the positions afterwards */
    struct session_offset *offset = &scale->offset[first_session];
    for (size_t i = 0; i < leg_count; i++)
        shift_mm[i] = offset[i].mm - leg->factor * leg->tracks.scale.offset[i].mm;
    leg->shift_mm = statistics_median(shift_mm, leg_count);
    for (size_t i = 0; i < leg_count; i++) {
        scale->factor[first_session + i] = leg->factor;
        offset[i].mm = leg->factor * leg->tracks.scale.offset[i].mm + leg->shift_mm;
    }
    for (size_t t = 0; t < leg->tracks.count; t++) {
        leg->position_mm[t] = leg->factor * leg->tracks.track[t].position_mm - leg->shift_mm;
        leg->uncertainty_mm[t] = leg->factor * leg->tracks.track[t].uncertainty_mm;
    }
    return true;
}

static void free_leg(struct leg *leg)
{
    spot_tracks_free(&leg->tracks);
    free(leg->position_mm);
    free(leg->uncertainty_mm);
}

/* Add the sightings of a leg's track to `track`. */
static void add_sightings(struct spot_track *track, const struct leg *leg, size_t index)
{
    const struct spot_track *from = &leg->tracks.track[index];
    if (track->seen_count == 0)
        track->first = leg->first_session + from->first;
    track->last = leg->first_session + from->last;
    track->seen_count += from->seen_count;
    track->position_mm = leg->position_mm[index];
    track->uncertainty_mm = fmin(track->uncertainty_mm, leg->uncertainty_mm[index]);
    memcpy(track->spot + leg->first_session, from->spot, leg->tracks.session_count * sizeof *from->spot);
}

/* Add the tracks of both legs: those of the left one, with the right ones that match them, then the other right ones.
 * False when out of memory. */
static bool join_legs(struct spot_tracks *tracks, const struct leg *left, const struct leg *right,
                      const size_t *left_of_right)
{
    for (size_t t = 0; t < left->tracks.count; t++) {
        if (!spot_tracks_add(tracks))
            return false;
        add_sightings(&tracks->track[t], left, t);
    }
    for (size_t t = 0; t < right->tracks.count; t++) {
        size_t index = left_of_right[t] == SPOT_MATCH_NONE ? tracks->count : left_of_right[t];
        if (index == tracks->count && !spot_tracks_add(tracks))
            return false;
        add_sightings(&tracks->track[index], right, t);
    }
    return true;
}

/* Replace the tracks of all sessions by those of the legs. False when out of memory. */
static bool match_legs(struct spot_tracks *tracks, const struct session_summary *const session[], size_t leg_count,
                       struct leg *left, struct leg *right)
{
    if (!make_leg(left, &tracks->scale, session, 0, leg_count, 0) ||
        !make_leg(right, &tracks->scale, session, leg_count, leg_count, 2 * leg_count - 1))
        return false;
    size_t *left_of_right = malloc((right->tracks.count + 1) * sizeof *left_of_right);
    const struct spot_match_list left_list = {left->position_mm, left->uncertainty_mm, left->tracks.count};
    const struct spot_match_list right_list = {right->position_mm, right->uncertainty_mm, right->tracks.count};
    spot_tracks_clear(tracks);
    bool ok = left_of_right && spot_match(&left_list, &right_list, tracks->scale.tolerance_mm, left_of_right) &&
              join_legs(tracks, left, right, left_of_right);
    free(left_of_right);
    if (ok)
        spot_tracks_complete(tracks, session);
    return ok;
}

bool leg_tracks_make(struct spot_tracks *tracks, const struct session_summary *const session[], size_t leg_count)
{
    struct leg left = {0}, right = {0};
    if (!spot_tracks_make(tracks, session, 2 * leg_count, true))
        return false;
    bool ok = leg_count < 2 || match_legs(tracks, session, leg_count, &left, &right);
    free_leg(&left);
    free_leg(&right);
    if (!ok)
        spot_tracks_free(tracks);
    return ok;
}
