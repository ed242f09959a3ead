/* SPDX-License-Identifier: MIT */
#include "compare/trend.h"

#include "compare/instrument_resolution.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define SECONDS_PER_WEEK (7 * 86400.0)
#define RARE_SESSIONS_MIN 6 /* with fewer sessions no spot is rare */
#define RARE_ONE_IN 10      /* a rare spot is seen once, or in fewer than one session out of ten */

const char *trend_spot_state_name(enum trend_spot_state state)
{
    static const char *const names[] = {[TREND_SPOT_STEADY] = "steady",
                                        [TREND_SPOT_NEW] = "new",
                                        [TREND_SPOT_GONE] = "gone",
                                        [TREND_SPOT_PASSED] = "passed",
                                        [TREND_SPOT_RARE] = "rare"};
    return names[state];
}

const char *trend_direction_name(enum trend_direction direction)
{
    static const char *const names[] = {[TREND_TOO_FEW] = "too_few",
                                        [TREND_UNCLEAR] = "unclear",
                                        [TREND_SAME] = "same",
                                        [TREND_FALLING] = "falling",
                                        [TREND_RISING] = "rising"};
    return names[direction];
}

bool trend_spot_is_present(const struct trend_spot *spot)
{
    return spot->state == TREND_SPOT_STEADY || spot->state == TREND_SPOT_NEW;
}

bool trend_line_is_clear(const struct trend_line *line)
{
    return line->direction == TREND_FALLING || line->direction == TREND_RISING;
}

/* Count the sessions in [from, to) that rolled over the spot's position without finding it. */
static size_t count_absences(const struct spot_track *track, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += track->sighting[i] == SIGHTING_NONE;
    return count;
}

static enum trend_spot_state classify_spot(const struct spot_track *track, size_t sessions)
{
    size_t third = (sessions + 2) / 3, needed = third < TREND_ABSENCES_MAX ? third : TREND_ABSENCES_MAX;
    bool appeared = count_absences(track, 0, track->first) >= needed;
    bool disappeared = count_absences(track, track->last + 1, sessions) >= needed;
    bool seldom = track->seen == 1 || track->seen * RARE_ONE_IN < sessions;
    if (sessions >= RARE_SESSIONS_MIN && seldom && !(appeared && !disappeared))
        return TREND_SPOT_RARE;
    if (appeared)
        return disappeared ? TREND_SPOT_PASSED : TREND_SPOT_NEW;
    return disappeared ? TREND_SPOT_GONE : TREND_SPOT_STEADY;
}

/* Classify a fitted line. `weeks`: from the first sighting to the last. */
static enum trend_direction classify_line(const struct trend_line *line, double weeks, double min_fraction, double min)
{
    double min_change = fmax(min_fraction * fmax(line->start_value, line->end_value), min);
    if (!isfinite(line->fit.low) || !isfinite(line->fit.high))
        return TREND_TOO_FEW;
    if (weeks * fmax(fabs(line->fit.low), fabs(line->fit.high)) <= min_change)
        return TREND_SAME;
    if (line->fit.low <= 0 && line->fit.high >= 0)
        return TREND_UNCLEAR;
    if (fabs(line->end_value - line->start_value) <= min_change)
        return TREND_SAME;
    return line->fit.slope < 0 ? TREND_FALLING : TREND_RISING;
}

/* Fit the values from the first sighting to the last: absences before and after that make the spot's state,
 * not its trend. False when out of memory. */
static bool fit_line(struct trend_line *line, const struct trend_leg *leg, const struct spot_track *track,
                     const double *value, double min_fraction, double min)
{
    size_t span = track->last - track->first + 1;
    double *x = malloc(2 * span * sizeof *x);
    if (!x)
        return false;
    double *y = x + span;
    for (size_t i = track->first; i <= track->last; i++) {
        if (isfinite(value[i])) {
            x[line->value_count] = leg->week[i];
            y[line->value_count++] = value[i];
        }
    }
    bool ok = statistics_theil_sen(x, y, line->value_count, &line->fit);
    free(x);
    line->start_value = fmax(0, line->fit.intercept + line->fit.slope * leg->week[track->first]);
    line->end_value = fmax(0, line->fit.intercept + line->fit.slope * leg->week[track->last]);
    if (!isfinite(line->fit.slope))
        line->start_value = line->end_value = NAN;
    line->direction = classify_line(line, leg->week[track->last] - leg->week[track->first], min_fraction, min);
    return ok;
}

static bool fill_spot(struct trend_spot *spot, const struct trend_leg *leg, const struct spot_track *track)
{
    size_t count = leg->session_count, seen = 0;
    const struct session_header *last = &leg->session[count - 1]->header;
    *spot = (struct trend_spot){.track = track,
                                .center_mm = track->spot[track->last]->center_mm,
                                .thigh_percent = track->spot[track->last]->thigh_percent,
                                .state = classify_spot(track, count),
                                .dwell_s = malloc(count * sizeof *spot->dwell_s),
                                .impulse_n_s = malloc(count * sizeof *spot->impulse_n_s)};
    double *sightings = malloc(count * sizeof *sightings);
    bool ok = spot->dwell_s && spot->impulse_n_s && sightings;
    for (size_t i = 0; ok && i < count; i++) {
        const struct result_spot *sighting = track->spot[i];
        double absent = spot_track_absent_value(track, i);
        bool comparable = force_scale_between(&leg->session[i]->header, last) != FORCE_SCALE_NONE;
        spot->dwell_s[i] = sighting ? sighting->dwell_s : absent;
        spot->impulse_n_s[i] = !sighting ? absent : comparable ? sighting->impulse_n_s : NAN;
        if (sighting)
            sightings[seen++] = sighting->dwell_s;
    }
    if (ok)
        spot->median_dwell_s = statistics_median(sightings, seen);
    free(sightings);
    double force_fraction =
        leg->forces == FORCE_SCALE_SAME ? INSTRUMENT_FORCE_FRACTION : INSTRUMENT_FORCE_OTHER_SCALE_FRACTION;
    return ok && fit_line(&spot->dwell, leg, track, spot->dwell_s, INSTRUMENT_DWELL_FRACTION, INSTRUMENT_DWELL_MIN_S) &&
           fit_line(&spot->impulse, leg, track, spot->impulse_n_s, force_fraction, 0);
}

/* Return the sort group: present spots, then those that are gone, then rare ones. */
static int group_of(const struct trend_spot *spot)
{
    return trend_spot_is_present(spot) ? 0 : spot->state == TREND_SPOT_RARE ? 2 : 1;
}

static int compare_group_and_dwell(const void *a, const void *b)
{
    const struct trend_spot *first = a, *second = b;
    if (group_of(first) != group_of(second))
        return group_of(first) - group_of(second);
    double difference = second->median_dwell_s - first->median_dwell_s;
    if (difference == 0)
        difference = first->center_mm - second->center_mm;
    return (difference > 0) - (difference < 0);
}

static bool fill_leg(struct trend_leg *leg)
{
    size_t count = leg->session_count;
    leg->week = malloc(count * sizeof *leg->week);
    if (!leg->week || !spot_tracks_make(&leg->tracks, leg->session, count))
        return false;
    leg->forces = FORCE_SCALE_SAME;
    for (size_t i = 0; i < count; i++) {
        leg->week[i] = (leg->session[i]->started.utc_s - leg->session[0]->started.utc_s) / SECONDS_PER_WEEK;
        enum force_scale scale = force_scale_between(&leg->session[i]->header, &leg->session[count - 1]->header);
        leg->forces = i + 1 < count && scale > leg->forces ? scale : leg->forces;
    }
    leg->spot = calloc(leg->tracks.count + 1, sizeof *leg->spot);
    bool ok = leg->spot != NULL;
    for (size_t t = 0; ok && t < leg->tracks.count; t++)
        ok = fill_spot(&leg->spot[leg->spot_count++], leg, &leg->tracks.track[t]);
    if (!ok)
        return false;
    qsort(leg->spot, leg->spot_count, sizeof *leg->spot, compare_group_and_dwell);
    for (size_t k = 0; k < leg->spot_count; k++)
        leg->spot[k].number = (unsigned)k + 1;
    return true;
}

static bool add_leg(struct trend *trend, enum session_leg which)
{
    const struct session_set *set = trend->set;
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += set->session[i].header.leg == which;
    if (count == 0)
        return true;
    struct trend_leg *leg = &trend->leg[trend->leg_count++];
    *leg = (struct trend_leg){.leg = which, .session = calloc(count, sizeof *leg->session)};
    if (!leg->session)
        return false;
    for (size_t i = 0; i < set->count; i++) {
        if (set->session[i].header.leg == which)
            leg->session[leg->session_count++] = &set->session[i];
    }
    return fill_leg(leg);
}

bool trend_make(struct trend *trend, const struct session_set *set, struct failure *failure)
{
    *trend = (struct trend){.set = set};
    if (set->count == 0 && set->left_out_count == 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "There is no session to follow: no .csv and no .csv.part there.");
    if (set->count == 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "There is no session to follow: none of %zu could be used.",
                           set->left_out_count);
    if (!add_leg(trend, SESSION_LEG_RIGHT) || !add_leg(trend, SESSION_LEG_LEFT) ||
        !add_leg(trend, SESSION_LEG_UNKNOWN)) {
        trend_free(trend);
        return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory to follow %zu sessions.", set->count);
    }
    return true;
}

void trend_free(struct trend *trend)
{
    for (size_t i = 0; i < trend->leg_count; i++) {
        struct trend_leg *leg = &trend->leg[i];
        for (size_t k = 0; k < leg->spot_count; k++) {
            free(leg->spot[k].dwell_s);
            free(leg->spot[k].impulse_n_s);
        }
        free(leg->session);
        free(leg->week);
        free(leg->spot);
        spot_tracks_free(&leg->tracks);
    }
    *trend = (struct trend){0};
}
