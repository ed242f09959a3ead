/* SPDX-License-Identifier: MIT */
#include "trend/trend.h"

#include "multi_session/instrument_resolution.h"
#include "multi_session/presence.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define SECONDS_PER_WEEK (7 * 86400.0)
#define RARE_SHOWN_MAX 4    /* more rare spots are folded */
#define RARE_SESSIONS_MIN 6 /* with fewer sessions no spot is rare */
#define RARE_ONE_IN 10      /* a spot is rare if it is seen once, or in fewer than one session out of ten */

const char *trend_spot_state_name(enum trend_spot_state state)
{
    static const char *const names[] = {[TREND_SPOT_STEADY] = "steady",
                                        [TREND_SPOT_NEW] = "new",
                                        [TREND_SPOT_GONE] = "gone",
                                        [TREND_SPOT_PASSED] = "passed",
                                        [TREND_SPOT_RARE] = "rare"};
    return names[state];
}

bool trend_spot_is_present(const struct trend_spot *spot)
{
    return spot->state == TREND_SPOT_STEADY || spot->state == TREND_SPOT_NEW;
}

size_t trend_shown_spot_count(const struct trend_leg *leg)
{
    size_t followed = 0;
    while (followed < leg->spot_count && leg->spot[followed].state != TREND_SPOT_RARE)
        followed++;
    return leg->spot_count - followed > RARE_SHOWN_MAX ? followed : leg->spot_count;
}

static enum trend_spot_state classify_spot(const struct trend_leg *leg, const struct spot_track *track)
{
    const struct presence presence = presence_of_track(&leg->tracks, track, leg->session);
    size_t session_count = leg->session_count;
    if (presence.has_appeared && !presence.has_disappeared)
        return TREND_SPOT_NEW;
    if (session_count >= RARE_SESSIONS_MIN &&
        (track->seen_count == 1 || track->seen_count * RARE_ONE_IN < session_count))
        return TREND_SPOT_RARE;
    if (presence.has_appeared)
        return TREND_SPOT_PASSED;
    return presence.has_disappeared ? TREND_SPOT_GONE : TREND_SPOT_STEADY;
}

/* Return the index of the session with which forces are compared: the last one whose strips show all of the force,
 * or the last one of all. */
static size_t force_reference(const struct trend_leg *leg)
{
    size_t i = leg->session_count - 1;
    while (i > 0 && !session_summary_force_is_complete(leg->session[i]))
        i--;
    return session_summary_force_is_complete(leg->session[i]) ? i : leg->session_count - 1;
}

static bool fill_spot(struct trend_spot *spot, const struct trend_leg *leg, const struct spot_track *track)
{
    size_t count = leg->session_count, seen_count = 0;
    const struct session_summary *reference = leg->session[force_reference(leg)];
    *spot = (struct trend_spot){.track = track,
                                .center_mm = track->spot[track->last]->center_mm,
                                .thigh_percent = track->spot[track->last]->thigh_percent,
                                .state = classify_spot(leg, track),
                                .dwell_s = malloc(count * sizeof *spot->dwell_s),
                                .impulse_n_s = malloc(count * sizeof *spot->impulse_n_s)};
    double *seen_dwell_s = malloc(count * sizeof *seen_dwell_s);
    bool ok = spot->dwell_s && spot->impulse_n_s && seen_dwell_s;
    for (size_t i = 0; ok && i < count; i++) {
        const struct result_spot *session_spot = track->spot[i];
        double absent_value = spot_track_absent_value(track, i);
        bool has_comparable_force = force_scale_is_comparable(force_scale_between(leg->session[i], reference));
        spot->dwell_s[i] = session_spot ? session_spot->dwell_s : absent_value;
        spot->impulse_n_s[i] = !session_spot ? absent_value : has_comparable_force ? session_spot->impulse_n_s : NAN;
        if (session_spot)
            seen_dwell_s[seen_count++] = session_spot->dwell_s;
    }
    if (ok)
        spot->median_dwell_s = statistics_median(seen_dwell_s, seen_count);
    free(seen_dwell_s);
    return ok && trend_often_measure(&spot->often, track, leg->session, count);
}

static bool series_make(struct trend_series *series, const struct trend_leg *leg, const struct trend_spot *spot,
                        const double *value)
{
    *series = (struct trend_series){.week = malloc(leg->session_count * sizeof *series->week),
                                    .value = malloc(leg->session_count * sizeof *series->value)};
    if (!series->week || !series->value)
        return false;
    for (size_t i = 0; i < leg->session_count; i++) {
        if (spot->track->spot[i] && value[i] > 0) {
            series->week[series->count] = leg->week[i];
            series->value[series->count++] = value[i];
        }
    }
    return true;
}

/* Fit the lines of all spots, of their dwell or (`is_impulse`) of their impulse. Sessions without a visit are no part
 * of them: how often a spot is absent is another matter than how long a visit takes. False when out of memory. */
static bool fit_lines(struct trend_leg *leg, bool is_impulse, const struct trend_resolution *resolution)
{
    struct trend_series *series = calloc(leg->spot_count + 1, sizeof *series);
    bool ok = series != NULL;
    for (size_t k = 0; ok && k < leg->spot_count; k++)
        ok = series_make(&series[k], leg, &leg->spot[k], is_impulse ? leg->spot[k].impulse_n_s : leg->spot[k].dwell_s);
    double autocorrelation = ok ? trend_line_autocorrelation(series, leg->spot_count) : 0;
    for (size_t k = 0; ok && k < leg->spot_count; k++)
        ok = trend_line_fit(is_impulse ? &leg->spot[k].impulse : &leg->spot[k].dwell, &series[k], autocorrelation,
                            resolution);
    for (size_t k = 0; series && k < leg->spot_count; k++) {
        free(series[k].week);
        free(series[k].value);
    }
    free(series);
    return ok;
}

static bool fit_all_lines(struct trend_leg *leg)
{
    /* Sessions whose forces are not comparable have an impulse of NAN, so the scale of the others is FORCE_SCALE_SAME
     * or FORCE_SCALE_APART. */
    const struct trend_resolution dwell = {INSTRUMENT_DWELL_FRACTION, INSTRUMENT_DWELL_MIN_S},
                                  impulse = {leg->force_scale == FORCE_SCALE_SAME
                                                 ? INSTRUMENT_FORCE_FRACTION
                                                 : INSTRUMENT_FORCE_OTHER_SCALE_FRACTION,
                                             0};
    return fit_lines(leg, false, &dwell) && fit_lines(leg, true, &impulse);
}

/* Return the number of a spot's group: 0 for present spots, 1 for former spots, 2 for rare spots. */
static int sort_group(const struct trend_spot *spot)
{
    return trend_spot_is_present(spot) ? 0 : spot->state == TREND_SPOT_RARE ? 2 : 1;
}

/* Sort by group, then by descending dwell, then by position. */
static int compare_group_and_dwell(const void *a, const void *b)
{
    const struct trend_spot *spot_a = a, *spot_b = b;
    if (sort_group(spot_a) != sort_group(spot_b))
        return sort_group(spot_a) - sort_group(spot_b);
    double difference = spot_b->median_dwell_s - spot_a->median_dwell_s;
    if (difference == 0)
        difference = spot_a->center_mm - spot_b->center_mm;
    return (difference > 0) - (difference < 0);
}

/* Fill in the force scale, and count the sessions whose strips do not show all of the force. */
static void find_force_scale(struct trend_leg *leg)
{
    size_t reference = force_reference(leg);
    for (size_t i = 0; i < leg->session_count; i++)
        leg->incomplete_count += !session_summary_force_is_complete(leg->session[i]);
    leg->force_scale =
        session_summary_force_is_complete(leg->session[reference]) ? FORCE_SCALE_SAME : FORCE_SCALE_INCOMPLETE;
    for (size_t i = 0; i < reference; i++) {
        enum force_scale scale = force_scale_between(leg->session[i], leg->session[reference]);
        if (session_summary_force_is_complete(leg->session[i]) &&
            scale > leg->force_scale) /* a larger value is worse */
            leg->force_scale = scale;
    }
}

/* Track the spots of a leg through its sessions and fill in the leg's remaining fields. False when out of memory. */
static bool fill_leg(struct trend_leg *leg)
{
    size_t count = leg->session_count;
    leg->week = malloc(count * sizeof *leg->week);
    if (!leg->week || !spot_tracks_make(&leg->tracks, leg->session, count, false))
        return false;
    leg->variation = person_variation_measure(&leg->tracks, 0);
    for (size_t i = 0; i < count; i++)
        leg->week[i] = (leg->session[i]->started.utc_s - leg->session[0]->started.utc_s) / SECONDS_PER_WEEK;
    find_force_scale(leg);
    leg->spot = calloc(leg->tracks.count + 1, sizeof *leg->spot);
    bool ok = leg->spot != NULL;
    for (size_t t = 0; ok && t < leg->tracks.count; t++)
        ok = fill_spot(&leg->spot[leg->spot_count++], leg, &leg->tracks.track[t]);
    if (!ok || !fit_all_lines(leg))
        return false;
    qsort(leg->spot, leg->spot_count, sizeof *leg->spot, compare_group_and_dwell);
    for (size_t k = 0; k < leg->spot_count; k++)
        leg->spot[k].number = (unsigned)k + 1;
    return true;
}

/* Add the sessions of one leg, if there are any. False when out of memory. */
static bool add_leg(struct trend *trend, enum session_leg session_leg)
{
    const struct session_set *set = trend->set;
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += set->session[i].header.leg == session_leg;
    if (count == 0)
        return true;
    struct trend_leg *leg = &trend->leg[trend->leg_count++];
    *leg = (struct trend_leg){
        .leg = session_leg, .units = set->options.units, .session = calloc(count, sizeof *leg->session)};
    if (!leg->session)
        return false;
    for (size_t i = 0; i < set->count; i++)
        if (set->session[i].header.leg == session_leg)
            leg->session[leg->session_count++] = &set->session[i];
    return fill_leg(leg);
}

bool trend_make(struct trend *trend, const struct session_set *set, struct failure *failure)
{
    *trend = (struct trend){.set = set};
    if (set->count + set->left_out_count + set->other_people_count == 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "There is no session to follow: no .csv and no .csv.part file was found.");
    if (set->count == 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "There is no session to follow: none of the %zu sessions can be used.",
                           set->left_out_count + set->other_people_count);
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
