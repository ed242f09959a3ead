/* SPDX-License-Identifier: MIT */
#include "multi_session/presence.h"

#include <math.h>
#include <stdlib.h>

#define EVENINGS_MIN 6
#define ABSENCE_DAYS_MIN 14
#define UNSEEN_DAYS_MAX 7 /* so much of the time beside a sighting counts as absence; in a holiday nothing is seen */
/* Probability that a spot that is only skipped now and then is called new or gone, for all spots and both ends of the
 * series together. */
#define FALSE_ALARM 0.05

/* Evenings without the spot at one end of the series, and the sessions with which those nearest to a sighting and
 * farthest from it begin; NULL if there are none. */
struct absence {
    size_t count;
    const struct session_summary *nearest, *farthest;
};

/* The evenings on which the roller rolled over a spot. */
struct evenings {
    struct absence before, after; /* the first sighting; the last */
    size_t between;               /* from the first to the last */
    size_t seen;                  /* of `between` */
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

/* Add an evening that begins with `first`, in order of time. `is_after`: the sighting is before it. */
static void add_absence(struct absence *absence, const struct evening *evening, const struct session_summary *first,
                        bool is_after)
{
    if (!evening->is_rolled)
        return;
    if (absence->count == 0 || !is_after)
        absence->nearest = first;
    if (absence->count == 0 || is_after)
        absence->farthest = first;
    absence->count++;
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
            add_absence(&evenings.before, &evening, session[first], false);
        else if (first > track->last)
            add_absence(&evenings.after, &evening, session[first], true);
        else
            evenings.between += evening.is_rolled;
        evenings.seen += evening.is_seen;
    }
    return evenings;
}

/* Whether the spot was absent for at least two weeks. False if a session has no date. */
static bool is_long(const struct absence *absence, const struct session_summary *sighting)
{
    const struct session_summary *nearest = absence->nearest, *farthest = absence->farthest;
    if (absence->count == 0 || !sighting->started.known || !nearest->started.known || !farthest->started.known)
        return false;
    long beside = labs(nearest->started.day - sighting->started.day);
    return labs(farthest->started.day - nearest->started.day) + (beside < UNSEEN_DAYS_MAX ? beside : UNSEEN_DAYS_MAX) >=
           ABSENCE_DAYS_MIN;
}

struct presence presence_of_track(const struct spot_tracks *tracks, const struct spot_track *track,
                                  const struct session_summary *const session[])
{
    const struct evenings evenings = count_evenings(track, session, tracks->session_count);
    struct presence presence = {false, false};
    if (evenings.before.count + evenings.between + evenings.after.count < EVENINGS_MIN)
        return presence;
    /* The series begins and ends with a sighting by definition, so one of them says nothing about how often the spot is
     * visited. */
    double seen_fraction = (double)(evenings.seen - 1) / (double)evenings.between;
    double limit = FALSE_ALARM / (2 * (double)tracks->count);
    presence.has_appeared = pow(1 - seen_fraction, (double)evenings.before.count) < limit &&
                            is_long(&evenings.before, session[track->first]);
    presence.has_disappeared =
        pow(1 - seen_fraction, (double)evenings.after.count) < limit && is_long(&evenings.after, session[track->last]);
    return presence;
}
