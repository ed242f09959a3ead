/* SPDX-License-Identifier: MIT */
#include "multi_session/offset_refinement.h"

#include <math.h>
#include <stdlib.h>

#define RETURN_MM 5.0           /* deviation of where people stop at the same spot */
#define OFFSET_DEVIATIONS 3.0   /* the offset is searched within this many deviations of the estimate from the ends */
#define STEPS 60                /* ... in this many steps on either side */
#define NO_SPOT_LIKELIHOOD 0.02 /* of a spot that belongs to no track, relative to one exactly at its track */
#define UNCERTAINTY_PER_DEVIATION 1.96

/* A track as the other sessions have it. */
struct near_track {
    double position_mm;
    double variance;
};

/* The tracks of the other sessions. */
struct near_tracks {
    struct near_track *track; /* [count] */
    size_t count;
};

static double square(double value)
{
    return value * value;
}

/* Return the variance of a spot's centre, measured and in itself. */
static double center_variance(const struct result_spot *spot)
{
    double deviation_mm = spot->center_uncertainty_mm / UNCERTAINTY_PER_DEVIATION;
    return square(RETURN_MM) + (isfinite(deviation_mm) ? square(deviation_mm) : 0);
}

static bool find_near_tracks(struct near_tracks *near, const struct spot_tracks *tracks, size_t session_index)
{
    *near = (struct near_tracks){.track = malloc((tracks->count + 1) * sizeof *near->track)};
    if (!near->track)
        return false;
    for (size_t t = 0; t < tracks->count; t++) {
        const struct spot_track *track = &tracks->track[t];
        size_t count;
        double position_mm = spot_track_position_near(tracks, track, session_index, &count);
        double variance =
            center_variance(track->spot[track->first]) + square(tracks->scale.offset[track->first].deviation_mm);
        if (count > 0)
            near->track[near->count++] = (struct near_track){position_mm, variance / (double)count};
    }
    return true;
}

/* Return the log likelihood of an offset. */
static double score_offset(const struct near_tracks *near, const struct session_summary *session, double factor,
                           const struct session_offset *from_ends, double offset_mm)
{
    double score = -square((offset_mm - from_ends->mm) / from_ends->deviation_mm) / 2;
    for (size_t k = 0; k < session->spot_count; k++) {
        double position_mm = factor * session->spot[k].center_mm - offset_mm, best = 0;
        for (size_t t = 0; t < near->count; t++) {
            double variance = near->track[t].variance + center_variance(&session->spot[k]);
            best = fmax(best, exp(-square(position_mm - near->track[t].position_mm) / (2 * variance)));
        }
        score += log(NO_SPOT_LIKELIHOOD + best);
    }
    return score;
}

bool offset_refine(struct session_offset *offset, const struct spot_tracks *tracks,
                   const struct session_summary *session, size_t session_index, const struct session_offset *from_ends)
{
    struct near_tracks near;
    *offset = *from_ends;
    if (!(from_ends->deviation_mm > 0) || session->spot_count == 0 || tracks->count == 0)
        return true;
    if (!find_near_tracks(&near, tracks, session_index))
        return false;
    double step_mm = from_ends->deviation_mm * OFFSET_DEVIATIONS / STEPS, factor = tracks->scale.factor[session_index];
    double best_mm = from_ends->mm, best = -INFINITY, score[2 * STEPS + 1];
    for (int i = -STEPS; i <= STEPS; i++) {
        double offset_mm = from_ends->mm + i * step_mm;
        score[i + STEPS] = score_offset(&near, session, factor, from_ends, offset_mm);
        if (score[i + STEPS] > best) {
            best = score[i + STEPS];
            best_mm = offset_mm;
        }
    }
    double weight_sum = 0, square_sum = 0;
    for (int i = -STEPS; i <= STEPS; i++) {
        double weight = exp(score[i + STEPS] - best);
        weight_sum += weight;
        square_sum += weight * square(from_ends->mm + i * step_mm - best_mm);
    }
    *offset = (struct session_offset){best_mm, sqrt(square_sum / weight_sum)};
    free(near.track);
    return true;
}
