/* SPDX-License-Identifier: MIT */
#include "position/turn_round.h"

#include "force/contact.h"
#include "numeric/range.h"

#include <math.h>
#include <stdlib.h>

#define PRIOR_LOG_ODDS (-4.6)  /* of a lift: one in a hundred */
#define CERTAIN_LOG_ODDS 3.0   /* one in twenty is otherwise */
#define UNLIKELY_LOG_ODDS (-7) /* of the gyro: such a lift need not be compared by range */
#define BEYOND_MM 30.0       /* deviation of how far people roll beyond the thigh, and put the roller back elsewhere */
#define BEYOND_FRACTION 0.06 /* the range may be longer than the thigh by this fraction */
#define RANGE_LOG_ODDS_MAX 6.0 /* people may roll elsewhere after a lift */
#define CHANGES_MAX 200        /* each one integrates all rows again; people do not turn it round so often */

static struct range mirror(struct range range, double about_mm)
{
    return (struct range){2 * about_mm - range.high_mm, 2 * about_mm - range.low_mm};
}

/* Return the range of the loaded rows from `first` to end - 1. */
static struct range range_of(const double *mm, const unsigned char *contact, size_t first, size_t end)
{
    struct range range = RANGE_EMPTY;
    for (size_t i = first; i < end; i++)
        if (contact[i] == CONTACT_LOADED && !isnan(mm[i]))
            range = range_add(range, mm[i]);
    return range;
}

/* Return how much more likely it is that `segment` is to be mirrored about its first position, as a difference of
 * logarithms: what is rolled beyond a thigh's length speaks against either. */
static double compare_ranges(struct range rolled, struct range segment, double about_mm, double thigh_length_mm)
{
    double thigh_mm = thigh_length_mm > 0 ? thigh_length_mm : fmax(range_length_mm(rolled), range_length_mm(segment));
    double limit_mm = (1 + BEYOND_FRACTION) * thigh_mm;
    double beyond = fmax(range_length_mm(range_join(rolled, segment)) - limit_mm, 0) / BEYOND_MM;
    double mirrored_beyond =
        fmax(range_length_mm(range_join(rolled, mirror(segment, about_mm))) - limit_mm, 0) / BEYOND_MM;
    double log_odds = (beyond * beyond - mirrored_beyond * mirrored_beyond) / 2;
    return fmin(fmax(log_odds, -RANGE_LOG_ODDS_MAX), RANGE_LOG_ODDS_MAX);
}

/* The session while the lifts are decided one by one. */
struct decision {
    struct odometry_input input; /* with the rows after which the roller is turned: those decided, and those that the
                                    gyro shows */
    const struct lifts *lifts;
    bool *is_turned; /* [lifts->count] */
    size_t *row;     /* [lifts->count] scratch of the input */
    double *mm;
    unsigned char *contact;
    double thigh_length_mm;
};

static size_t integrate(struct decision *decision)
{
    size_t used = 0;
    for (size_t k = 0; k < decision->lifts->count; k++)
        if (decision->is_turned[k])
            decision->row[used++] = decision->lifts->lift[k].row;
    decision->input.turned_row = decision->row;
    decision->input.turned_count = used;
    return odometry_integrate(decision->mm, decision->contact, &decision->input);
}

static bool is_candidate(const struct lift *lift)
{
    return lift->log_odds > UNLIKELY_LOG_ODDS;
}

/* Return the row before which positions depend on lift `k` alone: that of the next candidate, of a `zero` event, or the
 * end. */
static size_t find_end(const struct decision *decision, size_t k)
{
    size_t next = k + 1, end = decision->lifts->lift[k].row;
    while (next < decision->lifts->count && !is_candidate(&decision->lifts->lift[next]))
        next++;
    size_t limit = next < decision->lifts->count ? decision->lifts->lift[next].row : decision->input.count;
    while (end < limit && decision->contact[end] != CONTACT_ZEROED)
        end++;
    return end;
}

/* Decide about the candidates in order, and add to `turns` those in which the roller was, or may have been, turned. */
static void decide(struct decision *decision, struct turn_rounds *turns)
{
    struct range rolled = RANGE_EMPTY;
    size_t changes = 0;
    for (size_t k = 0, done = 0; k < decision->lifts->count && changes < CHANGES_MAX; k++) {
        const struct lift *lift = &decision->lifts->lift[k];
        if (!is_candidate(lift))
            continue;
        size_t end = find_end(decision, k);
        double about_mm = decision->mm[lift->row];
        rolled = range_join(rolled, range_of(decision->mm, decision->contact, done, lift->row));
        struct range segment = range_of(decision->mm, decision->contact, lift->row, end);
        double by_range = compare_ranges(rolled, segment, about_mm, decision->thigh_length_mm);
        double log_odds = PRIOR_LOG_ODDS + lift->log_odds + (decision->is_turned[k] ? -by_range : by_range);
        bool is_turned = log_odds > 0;
        if (is_turned != decision->is_turned[k]) {
            decision->is_turned[k] = is_turned;
            integrate(decision);
            changes++;
        }
        if (log_odds > -CERTAIN_LOG_ODDS)
            turns->turn[turns->count++] = (struct turn_round){lift->row, is_turned, log_odds > CERTAIN_LOG_ODDS};
        done = lift->row;
    }
}

/* Find the lifts after which the roller was put back far away, and integrate with them. False when out of memory. */
static bool put_back(struct decision *decision, struct put_backs *backs)
{
    if (!put_backs_find(backs, decision->mm, decision->contact, &decision->input, decision->lifts,
                        decision->thigh_length_mm))
        return false;
    decision->input.put_back = backs->put_back;
    decision->input.put_back_count = backs->count;
    if (backs->count > 0)
        integrate(decision);
    return true;
}

bool turn_rounds_integrate(struct turn_rounds *turns, struct put_backs *backs, double *mm, unsigned char *contact,
                           size_t *restart_count, const struct odometry_input *input, const struct lifts *lifts,
                           double thigh_length_mm)
{
    struct decision decision = {.input = *input,
                                .lifts = lifts,
                                .is_turned = malloc(lifts->count + 1),
                                .row = malloc((lifts->count + 1) * sizeof *decision.row),
                                .mm = mm,
                                .contact = contact,
                                .thigh_length_mm = thigh_length_mm};
    *turns = (struct turn_rounds){.turn = malloc((lifts->count + 1) * sizeof *turns->turn)};
    bool ok = decision.is_turned != NULL && decision.row != NULL && turns->turn != NULL;
    if (ok) {
        for (size_t k = 0; k < lifts->count; k++)
            decision.is_turned[k] = PRIOR_LOG_ODDS + lifts->lift[k].log_odds > 0;
        *restart_count = integrate(&decision);
        ok = put_back(&decision, backs);
    }
    if (ok)
        decide(&decision, turns);
    free(decision.is_turned);
    free(decision.row);
    if (!ok)
        turn_rounds_free(turns);
    return ok;
}

void turn_rounds_free(struct turn_rounds *turns)
{
    free(turns->turn);
    *turns = (struct turn_rounds){0};
}
