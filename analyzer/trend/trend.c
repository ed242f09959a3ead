/* SPDX-License-Identifier: MIT */
#include "trend/trend.h"

#include "multi_session/instrument_resolution.h"
#include "multi_session/presence.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define SECONDS_PER_WEEK (7 * 86400.0)
#define AUTOCORRELATION_MAX 0.8 /* largest lag-1 correlation that is believed */
#define RARE_SESSIONS_MIN 6     /* with fewer sessions no spot is rare */
#define RARE_ONE_IN 10          /* a spot is rare if it is seen once, or in fewer than one session out of ten */

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

/* Classify the line fitted to the sightings, the last of which is `weeks` after the first. Two values count as the same
 * if they differ by at most `min_fraction` of the larger one, or by at most `min_change`. */
static enum trend_direction classify_line(const struct trend_line *line, double weeks, double min_fraction,
                                          double min_change)
{
    double resolution = fmax(min_fraction * fmax(line->start_value, line->end_value), min_change);
    if (!isfinite(line->fit.low) || !isfinite(line->fit.high))
        return TREND_TOO_FEW;
    if (weeks * fmax(fabs(line->fit.low), fabs(line->fit.high)) <= resolution)
        return TREND_SAME;
    if (line->fit.low <= 0 && line->fit.high >= 0)
        return TREND_UNCLEAR;
    if (fabs(line->end_value - line->start_value) <= resolution)
        return TREND_SAME;
    return line->fit.slope < 0 ? TREND_FALLING : TREND_RISING;
}

/* Widen the interval of a slope for the autocorrelation of the values: of n values whose residuals have the lag-1
 * correlation r, only n (1 - r) / (1 + r) are independent (Bayley and Hammersley 1946). `y` is overwritten. */
static void widen_interval(struct statistics_line *fit, const double *x, double *y, size_t count)
{
    double product_sum = 0, square_sum = 0;
    for (size_t i = 0; i < count; i++) {
        y[i] -= fit->intercept + fit->slope * x[i];
        square_sum += y[i] * y[i];
        product_sum += i > 0 ? y[i] * y[i - 1] : 0;
    }
    if (!(square_sum > 0) || !(product_sum > 0))
        return;
    /* the correlation of the residuals of n values is too low by about (1 + 4 r) / n */
    double n = (double)count, correlation = product_sum / square_sum;
    correlation = fmin(AUTOCORRELATION_MAX, (n * correlation + 1) / fmax(n - 4, 1));
    double factor = sqrt((1 + correlation) / (1 - correlation));
    fit->low = fit->slope - factor * (fit->slope - fit->low);
    fit->high = fit->slope + factor * (fit->high - fit->slope);
}

static bool is_saturated(const struct session_summary *session)
{
    return session->missing_force_percent > 0;
}

/* Return the index of the session with which forces are compared: the last one in which the strips did not saturate, or
 * the last one of all. */
static size_t force_reference(const struct trend_leg *leg)
{
    size_t i = leg->session_count - 1;
    while (i > 0 && is_saturated(leg->session[i]))
        i--;
    return is_saturated(leg->session[i]) ? leg->session_count - 1 : i;
}

/* Fit a line to the values of the sessions with the spot. How often it is absent is another matter than how long a
 * visit takes. False when out of memory. */
static bool fit_line(struct trend_line *line, const struct trend_leg *leg, const struct spot_track *track,
                     const double *value, double min_fraction, double min_change)
{
    size_t span = track->last - track->first + 1;
    double *x = malloc(2 * span * sizeof *x); /* x, then y */
    if (!x)
        return false;
    double *y = x + span;
    for (size_t i = track->first; i <= track->last; i++) {
        if (track->spot[i] && isfinite(value[i])) {
            x[line->value_count] = leg->week[i];
            y[line->value_count++] = value[i];
        }
    }
    bool ok = statistics_theil_sen(x, y, line->value_count, &line->fit);
    widen_interval(&line->fit, x, y, line->value_count);
    free(x);
    line->start_value = fmax(0, line->fit.intercept + line->fit.slope * leg->week[track->first]);
    line->end_value = fmax(0, line->fit.intercept + line->fit.slope * leg->week[track->last]);
    if (!isfinite(line->fit.slope))
        line->start_value = line->end_value = NAN;
    line->direction = classify_line(line, leg->week[track->last] - leg->week[track->first], min_fraction, min_change);
    return ok;
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
    /* Sessions whose forces are not comparable have an impulse of NAN, so the scale of the others is FORCE_SCALE_SAME
     * or FORCE_SCALE_APART. */
    double force_fraction =
        leg->force_scale == FORCE_SCALE_SAME ? INSTRUMENT_FORCE_FRACTION : INSTRUMENT_FORCE_OTHER_SCALE_FRACTION;
    return ok && fit_line(&spot->dwell, leg, track, spot->dwell_s, INSTRUMENT_DWELL_FRACTION, INSTRUMENT_DWELL_MIN_S) &&
           fit_line(&spot->impulse, leg, track, spot->impulse_n_s, force_fraction, 0);
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

/* Fill in the force scale, and count the sessions in which the strips saturated. */
static void find_force_scale(struct trend_leg *leg)
{
    size_t reference = force_reference(leg);
    for (size_t i = 0; i < leg->session_count; i++)
        leg->saturated_count += is_saturated(leg->session[i]);
    leg->force_scale = is_saturated(leg->session[reference]) ? FORCE_SCALE_SATURATED : FORCE_SCALE_SAME;
    for (size_t i = 0; i < reference; i++) {
        enum force_scale scale = force_scale_between(leg->session[i], leg->session[reference]);
        if (!is_saturated(leg->session[i]) && scale > leg->force_scale) /* a larger value is worse */
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
    for (size_t i = 0; i < count; i++)
        leg->week[i] = (leg->session[i]->started.utc_s - leg->session[0]->started.utc_s) / SECONDS_PER_WEEK;
    find_force_scale(leg);
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
    *leg = (struct trend_leg){.leg = session_leg, .session = calloc(count, sizeof *leg->session)};
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
