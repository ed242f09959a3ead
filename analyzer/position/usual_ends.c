/* SPDX-License-Identifier: MIT */
#include "position/usual_ends.h"

#include "numeric/angle.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ENDS_MIN 2            /* fewest reversals at each end */
#define ENDS_DEVIATION 0.05   /* deviation of the usual ends from those of the thigh, as a fraction of it */
#define UNKNOWN_DEVIATION 0.2 /* the same, if the thigh's length is not known */
#define BEYOND_MAX 0.25       /* ends this far beyond those of the thigh are not explained by offsets, unless ... */
#define SLIP_MAX 0.03         /* ... less a slow slip of at most this fraction of the distance they are not ... */
#define SPREAD_MAX 0.1        /* ... and then deviate by at most this fraction of the thigh */

#define RESIDUAL_MAX 4.0  /* usual ends are within so many standard deviations ... */
#define RESIDUAL_MIN 0.01 /* ... which are at least this fraction of the thigh */

/* Early turns. */
#define NEIGHBORS 3     /* ends at the same side, before and after, that one is compared with */
#define SHARE_MAX 0.3   /* of the ends at a side; if more are early, that is how the person rolls */
#define PROBABILITY 0.1 /* of an early turn */
#define REACH 0.5       /* early turns are anywhere within this fraction of the thigh */

/* Return the first event of a kind from event `k` on; events->count if there is none. */
static size_t next_of(const struct offset_events *events, size_t k, enum offset_event_kind kind)
{
    while (k < events->count && events->event[k].kind != kind)
        k++;
    return k;
}

/* Fill in end_mm[] with where the strokes end at one end, less a slip per mm rolled. Returns how many do. */
static size_t list_ends(double *end_mm, const struct offset_events *events, enum offset_event_kind end, double slip)
{
    size_t used = 0;
    for (size_t k = next_of(events, 0, end); k < events->count; k = next_of(events, k + 1, end))
        end_mm[used++] = events->event[k].position_mm - slip * events->event[k].distance_mm;
    return used;
}

/* Return the slip per mm rolled that the ends show: the median slope from an end to that half the session later at the
 * same end of the thigh, which a few unusual ends change little. scratch[events->count]. */
static double find_slip(const struct offset_events *events, double *scratch)
{
    size_t used = 0;
    for (int high = 0; high < 2; high++) {
        enum offset_event_kind end = high ? OFFSET_HIGH_END : OFFSET_LOW_END;
        size_t half = (list_ends(scratch + used, events, end, 0) + 1) / 2;
        size_t early = next_of(events, 0, end), late = early;
        for (size_t n = 0; n < half; n++)
            late = next_of(events, late + 1, end);
        for (; late < events->count; late = next_of(events, late + 1, end), early = next_of(events, early + 1, end)) {
            const struct offset_event *from = &events->event[early], *to = &events->event[late];
            scratch[used++] = (to->position_mm - from->position_mm) / (to->distance_mm - from->distance_mm);
        }
    }
    return statistics_median(scratch, used);
}

/* Whether the strokes, less a slip, end far beyond one end of the thigh, or scatter more than spread_max_mm there.
 * scratch[events->count]. */
static bool is_beyond(const struct offset_events *events, int high, double slip, double spread_max_mm, double *scratch)
{
    size_t used = list_ends(scratch, events, high ? OFFSET_HIGH_END : OFFSET_LOW_END, slip);
    double median_mm = statistics_median(scratch, used);
    double outward_mm = (high ? 1 : -1) * (median_mm - events->ends.usual_mm[high]);
    return outward_mm > BEYOND_MAX * events->thigh_mm ||
           statistics_robust_deviation(scratch, used, median_mm) > spread_max_mm;
}

/* Whether the strokes end so far beyond the thigh that no offset explains it. scratch[events->count]. */
static bool are_beyond(const struct offset_events *events, double *scratch)
{
    if (!is_beyond(events, 0, 0, INFINITY, scratch) && !is_beyond(events, 1, 0, INFINITY, scratch))
        return false;
    double slip = find_slip(events, scratch), spread_max_mm = SPREAD_MAX * events->thigh_mm;
    return !(fabs(slip) <= SLIP_MAX) || is_beyond(events, 0, slip, spread_max_mm, scratch) ||
           is_beyond(events, 1, slip, spread_max_mm, scratch);
}

bool usual_ends_expect(struct offset_events *events, double thigh_length_mm, double *scratch)
{
    size_t fewest = events->count;
    for (int high = 0; high < 2; high++) {
        size_t used = list_ends(scratch, events, high ? OFFSET_HIGH_END : OFFSET_LOW_END, 0);
        events->ends.usual_mm[high] = thigh_length_mm > 0 ? high * events->thigh_mm : statistics_median(scratch, used);
        fewest = used < fewest ? used : fewest;
    }
    events->beyond = are_beyond(events, scratch);
    if (fewest < ENDS_MIN || events->beyond)
        return false;
    events->ends.thigh_mm = events->thigh_mm;
    events->ends.deviation_mm = (thigh_length_mm > 0 ? ENDS_DEVIATION : UNKNOWN_DEVIATION) * events->thigh_mm;
    return true;
}

double usual_ends_limit_mm(double *mm, size_t count, double median_mm, double thigh_mm)
{
    double deviation_mm = statistics_robust_deviation(mm, count, median_mm);
    return RESIDUAL_MAX * fmax(deviation_mm, RESIDUAL_MIN * thigh_mm);
}

/* Return how far end `k` lies inside of the usual of those near it. */
static double inside_mm(const struct offset_events *events, size_t k)
{
    const struct offset_event *end = &events->event[k];
    double near_mm[2 * NEIGHBORS];
    size_t used = 0;
    for (size_t i = k, found = 0; i-- > 0 && found < NEIGHBORS;)
        if (events->event[i].kind == end->kind && ++found > 0)
            near_mm[used++] = events->event[i].position_mm;
    for (size_t i = k + 1, found = 0; i < events->count && found < NEIGHBORS; i++)
        if (events->event[i].kind == end->kind && ++found > 0)
            near_mm[used++] = events->event[i].position_mm;
    double inward_mm = end->position_mm - statistics_median(near_mm, used); /* NAN without neighbours */
    return end->kind == OFFSET_LOW_END ? inward_mm : -inward_mm;
}

/* Leave out the early turns at one side. scratch[2 * events->count]. Returns how many there are. */
static size_t leave_out(struct offset_event *copy, const struct offset_events *events, enum offset_event_kind side,
                        double *scratch)
{
    size_t used = 0, early = 0;
    double *distance_mm = scratch + events->count;
    for (size_t k = 0; k < events->count; k++) {
        distance_mm[k] = events->event[k].kind == side ? inside_mm(events, k) : -INFINITY;
        if (events->event[k].kind == side)
            scratch[used++] = distance_mm[k];
    }
    if (used <= NEIGHBORS)
        return 0;
    double limit_mm = usual_ends_limit_mm(scratch, used, statistics_median(scratch, used), events->thigh_mm);
    for (size_t k = 0; k < events->count; k++)
        early += distance_mm[k] > limit_mm;
    if ((double)early > SHARE_MAX * (double)used)
        return 0;
    for (size_t k = 0; k < events->count; k++)
        if (distance_mm[k] > limit_mm)
            copy[k].kind = OFFSET_POINT;
    return early;
}

bool usual_ends_leave_out_early(struct offset_event *copy, struct early_turns *early,
                                const struct offset_events *events)
{
    double *scratch = malloc(2 * events->count * sizeof *scratch);
    if (scratch == NULL)
        return false;
    memcpy(copy, events->event, events->count * sizeof *copy);
    early->count = leave_out(copy, events, OFFSET_LOW_END, scratch) + leave_out(copy, events, OFFSET_HIGH_END, scratch);
    free(scratch);
    /* Each is then somewhere in the reach; the constant is one that the likelihood of an end leaves out. */
    double each = log(PROBABILITY / (1 - PROBABILITY)) - log(REACH * events->thigh_mm) + 0.5 * log(TWO_PI);
    early->log_odds = (double)early->count * each;
    return true;
}
