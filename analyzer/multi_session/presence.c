/* SPDX-License-Identifier: MIT */
#include "multi_session/presence.h"

#include <math.h>

#define EVENINGS_MIN 6
#define ABSENCE_DAYS_MIN 14
/* Probability that a spot that is only skipped now and then is called new or gone, for all spots and both ends of the
 * series together. */
#define FALSE_ALARM 0.05

/* The evenings on which the roller rolled over a spot. */
struct evenings {
    size_t before, between, after; /* the first sighting; from the first to the last; after the last */
    size_t seen;                   /* of `between` */
};

/* Whether session `index` is of the same day as the session before it. */
static bool is_same_evening(const struct session_summary *const session[], size_t index)
{
    return index > 0 && session[index]->started.known && session[index - 1]->started.known &&
           session[index]->started.day == session[index - 1]->started.day;
}

size_t presence_next_evening(struct evening *evening, const struct spot_track *track,
                             const struct session_summary *const session[], size_t session_count, size_t from)
{
    size_t i = from;
    *evening = (struct evening){false, false};
    do {
        evening->is_rolled = evening->is_rolled || track->sighting[i] != SIGHTING_NOT_ROLLED;
        evening->is_seen = evening->is_seen || track->sighting[i] == SIGHTING_SPOT;
        i++;
    } while (i < session_count && is_same_evening(session, i));
    return i;
}

static struct evenings count_evenings(const struct spot_track *track, const struct session_summary *const session[],
                                      size_t session_count)
{
    struct evenings evenings = {0};
    for (size_t i = 0; i < session_count;) {
        struct evening evening;
        size_t first = i;
        i = presence_next_evening(&evening, track, session, session_count, i);
        if (i <= track->first)
            evenings.before += evening.is_rolled;
        else if (first > track->last)
            evenings.after += evening.is_rolled;
        else
            evenings.between += evening.is_rolled;
        evenings.seen += evening.is_seen;
    }
    return evenings;
}

/* Whether two sessions are at least two weeks apart. */
static bool is_long(const struct session_summary *from, const struct session_summary *to)
{
    return from->started.known && to->started.known && to->started.day - from->started.day >= ABSENCE_DAYS_MIN;
}

struct presence presence_of_track(const struct spot_tracks *tracks, const struct spot_track *track,
                                  const struct session_summary *const session[])
{
    const struct evenings evenings = count_evenings(track, session, tracks->session_count);
    struct presence presence = {false, false};
    if (evenings.before + evenings.between + evenings.after < EVENINGS_MIN)
        return presence;
    /* The series begins and ends with a sighting by definition, so one of them says nothing about how often the spot is
     * visited. */
    double seen_fraction = (double)(evenings.seen - 1) / (double)evenings.between;
    double limit = FALSE_ALARM / (2 * (double)tracks->count);
    presence.has_appeared =
        pow(1 - seen_fraction, (double)evenings.before) < limit && is_long(session[0], session[track->first]);
    presence.has_disappeared = pow(1 - seen_fraction, (double)evenings.after) < limit &&
                               is_long(session[track->last], session[tracks->session_count - 1]);
    return presence;
}
