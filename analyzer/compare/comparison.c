/* SPDX-License-Identifier: MIT */
#include "compare/comparison.h"

#include "compare/leg_tracks.h"
#include "multi_session/instrument_resolution.h"
#include "multi_session/presence.h"

#include <math.h>
#include <stdlib.h>

#define SYMMETRY_MIN_S 5.0 /* a symmetry index needs at least one visit on both sides, which takes this long */

const char *comparison_kind_name(enum comparison_kind kind)
{
    return kind == COMPARISON_LEFT_AND_RIGHT ? "left_and_right" : "then_and_now";
}

const struct session_summary *comparison_first_session(const struct comparison_view *view)
{
    return view->session[0];
}

const struct session_summary *comparison_last_session(const struct comparison_view *view)
{
    return view->session[view->session_count - 1];
}

/* The value of a spot that is compared. */
enum quantity { DWELL, FORCE, IMPULSE };

static double value_of(const struct result_spot *spot, enum quantity quantity)
{
    return quantity == DWELL ? spot->dwell_s : quantity == FORCE ? spot->mean_force_n : spot->impulse_n_s;
}

/* Return the mean over the sessions of [from, to) with the spot. Without such a session: 0 if the roller rolled over
 * the spot, else NAN; always NAN for a force. */
static struct session_mean mean_of_spot(const struct spot_track *track, size_t from, size_t to, enum quantity quantity)
{
    struct session_mean mean = {0};
    for (size_t i = from; i < to; i++)
        if (track->spot[i])
            session_mean_add(&mean, value_of(track->spot[i], quantity));
        else if (quantity != FORCE)
            session_mean_add(&mean, spot_track_absent_value(track, i));
    return mean;
}

static struct change_limit dwell_limit(double person_sd)
{
    return (struct change_limit){INSTRUMENT_DWELL_FRACTION, INSTRUMENT_DWELL_MIN_S, person_sd, SYMMETRY_MIN_S};
}

/* Return the limit for forces and impulses. */
static struct change_limit force_limit(const struct comparison_view *view, double person_sd)
{
    return (struct change_limit){force_scale_min_fraction(view->force_scale), 0, person_sd, 0};
}

static struct difference compare_quantity(const struct comparison_view *view, const struct spot_track *track,
                                          enum quantity quantity)
{
    const struct person_variation *variation = &view->variation;
    size_t count = view->session_count;
    const struct session_mean first = mean_of_spot(track, 0, view->mean_of, quantity),
                              last = mean_of_spot(track, count - view->mean_of, count, quantity);
    const struct change_limit limit = quantity == DWELL   ? dwell_limit(variation->dwell_sd)
                                      : quantity == FORCE ? force_limit(view, variation->force_sd)
                                                          : force_limit(view, variation->impulse_sd);
    return difference_of_means(&first, &last, &limit);
}

static enum change classify_change(const struct comparison_view *view, const struct spot_track *track,
                                   const struct difference *dwell)
{
    const struct presence presence = presence_of_track(&view->tracks, track, view->session);
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, was = dwell->first > 0, is = dwell->last > 0;
    if (!isfinite(dwell->change))
        return CHANGE_UNKNOWN;
    if (!was && !is)
        return CHANGE_BETWEEN;
    if (!is)
        return two_legs || presence.has_disappeared ? CHANGE_GONE : CHANGE_NOT_THIS_TIME;
    if (!was)
        return two_legs || presence.has_appeared ? CHANGE_NEW : CHANGE_NOT_BEFORE;
    return dwell->verdict;
}

/* Return the spot in the last session that has it; of both legs, in the last right session or, without one, in the last
 * left session, which is the first of the view. */
static const struct result_spot *last_spot(const struct comparison_view *view, const struct spot_track *track)
{
    bool is_left_only = view->kind == COMPARISON_LEFT_AND_RIGHT && track->last < view->session_count / 2;
    return track->spot[is_left_only ? track->first : track->last];
}

static struct compared_spot compare_spot(const struct comparison_view *view, const struct spot_track *track)
{
    const struct result_spot *last = last_spot(view, track);
    struct compared_spot spot = {
        .track = track,
        .center_mm = last->center_mm,
        .thigh_percent = last->thigh_percent,
        .dwell_s = compare_quantity(view, track, DWELL),
        .impulse_n_s = compare_quantity(view, track, IMPULSE),
        .mean_force_n = compare_quantity(view, track, FORCE),
    };
    spot.change = classify_change(view, track, &spot.dwell_s);
    return spot;
}

/* Return the dwell in the first or in the last session, s, whichever is longer; 0 if both are unknown. */
static double longer_dwell_s(const struct compared_spot *spot)
{
    return fmax(0, fmax(spot->dwell_s.first, spot->dwell_s.last)); /* fmax ignores NAN */
}

/* Sort by descending dwell, then by position. */
static int compare_dwell(const void *a, const void *b)
{
    const struct compared_spot *spot_a = a, *spot_b = b;
    double difference = longer_dwell_s(spot_b) - longer_dwell_s(spot_a);
    if (difference == 0)
        difference = spot_a->center_mm - spot_b->center_mm;
    return (difference > 0) - (difference < 0);
}

static double total_impulse_n_s(const struct session_summary *session)
{
    return session->impulse_n_s;
}

/* A longer session is not harder pressing. */
static double impulse_per_minute_n_s(const struct session_summary *session)
{
    return 60 * session->impulse_n_s / session->loaded_s;
}

static double total_force_n(const struct session_summary *session)
{
    return session->mean_force_n;
}

static struct difference compare_totals(const struct comparison_view *view,
                                        double (*total)(const struct session_summary *), struct change_limit limit)
{
    struct session_mean first = {0}, last = {0};
    for (size_t i = 0; i < view->mean_of; i++) {
        session_mean_add(&first, total(view->session[i]));
        session_mean_add(&last, total(view->session[view->session_count - 1 - i]));
    }
    return difference_of_means(&first, &last, &limit);
}

/* Return the worst of the force scales between the last session and each of the others that are compared. */
static enum force_scale find_force_scale(const struct comparison_view *view)
{
    const struct session_summary *last = comparison_last_session(view);
    enum force_scale worst = FORCE_SCALE_SAME;
    for (size_t i = 0; i + 1 < view->session_count; i++) {
        bool is_compared = i < view->mean_of || i >= view->session_count - view->mean_of;
        enum force_scale scale = force_scale_between(view->session[i], last);
        if (is_compared && scale > worst) /* a larger value is worse */
            worst = scale;
    }
    return worst;
}

/* Compare the sessions of a view and fill in its remaining fields. False when out of memory. */
static bool fill_view(struct comparison_view *view)
{
    const struct session_summary *first = comparison_first_session(view), *last = comparison_last_session(view);
    bool ok = view->kind == COMPARISON_LEFT_AND_RIGHT
                  ? leg_tracks_make(&view->tracks, view->session, view->session_count / 2)
                  : spot_tracks_make(&view->tracks, view->session, view->session_count, false);
    if (!ok)
        return false;
    view->mean_of = view->kind == COMPARISON_LEFT_AND_RIGHT                ? view->session_count / 2
                    : view->session_count >= COMPARISON_MEANS_SESSIONS_MIN ? COMPARISON_MEAN_OF
                                                                           : 1;
    view->variation = person_variation_measure(&view->tracks, view->mean_of);
    view->spot = calloc(view->tracks.count + 1, sizeof *view->spot); /* + 1, so that NULL always means out of memory */
    if (!view->spot)
        return false;
    view->force_scale = find_force_scale(view);
    view->both_dated = first->started.known && last->started.known;
    view->days_between = view->both_dated ? last->started.day - first->started.day : 0;
    for (size_t t = 0; t < view->tracks.count; t++)
        view->spot[view->spot_count++] = compare_spot(view, &view->tracks.track[t]);
    qsort(view->spot, view->spot_count, sizeof *view->spot, compare_dwell);
    for (size_t k = 0; k < view->spot_count; k++)
        view->spot[k].number = (unsigned)k + 1;
    double total_sd = view->tracks.count > 1 ? view->variation.total_dwell_sd : view->variation.dwell_sd;
    view->spots_dwell_s = compare_totals(view, session_summary_spots_s, dwell_limit(total_sd));
    view->impulse_n_s = compare_totals(view, total_impulse_n_s, force_limit(view, view->variation.impulse_sd));
    view->impulse_per_minute_n_s =
        compare_totals(view, impulse_per_minute_n_s, force_limit(view, view->variation.force_sd));
    view->mean_force_n = compare_totals(view, total_force_n, force_limit(view, view->variation.force_sd));
    return true;
}

/* Add a view without sessions; NULL when out of memory. */
static struct comparison_view *add_view(struct comparison *comparison, enum comparison_kind kind, enum session_leg leg)
{
    struct comparison_view *view = &comparison->view[comparison->view_count++];
    *view = (struct comparison_view){.units = comparison->set->options.units, .kind = kind, .leg = leg};
    view->session = calloc(comparison->set->count, sizeof *view->session);
    return view->session ? view : NULL;
}

/* Sort by start. Sessions that start at the same time keep their order in the set, which is the order of their
 * addresses. */
static int compare_sessions(const void *a, const void *b)
{
    const struct session_summary *const *session_a = a, *const *session_b = b;
    int result = session_summary_compare_starts(*session_a, *session_b);
    return result != 0 ? result : (*session_a > *session_b) - (*session_a < *session_b);
}

/* Collect the sessions of a leg, sorted by time if all have a date (which is returned), otherwise in the order of the
 * set. */
static bool collect_leg(const struct session_set *set, enum session_leg leg, const struct session_summary *session[],
                        size_t *count)
{
    bool all_dated = true;
    *count = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (set->session[i].header.leg == leg) {
            session[(*count)++] = &set->session[i];
            all_dated = all_dated && set->session[i].started.known;
        }
    }
    if (all_dated)
        qsort(session, *count, sizeof session[0], compare_sessions);
    return all_dated;
}

/* Add the view of a leg over time, if the leg has several sessions. False when out of memory. */
static bool add_then_and_now(struct comparison *comparison, enum session_leg leg)
{
    struct comparison_view *view = add_view(comparison, COMPARISON_THEN_AND_NOW, leg);
    if (!view)
        return false;
    view->sorted_by_time = collect_leg(comparison->set, leg, view->session, &view->session_count);
    if (view->session_count >= 2)
        return fill_view(view);
    free(view->session);
    comparison->view_count--;
    return true;
}

/* Add the view of the two legs, if both were recorded. As many of the last sessions of each leg are compared as both
 * legs have; the last left session is the first of the view. False when out of memory. */
static bool add_left_and_right(struct comparison *comparison)
{
    const struct session_summary **left = calloc(2 * comparison->set->count, sizeof *left),
                                 **right = left ? left + comparison->set->count : NULL;
    size_t left_count = 0, right_count = 0;
    if (!left)
        return false;
    (void)collect_leg(comparison->set, SESSION_LEG_LEFT, left, &left_count);
    (void)collect_leg(comparison->set, SESSION_LEG_RIGHT, right, &right_count);
    size_t count = left_count < right_count ? left_count : right_count;
    struct comparison_view *view =
        count > 0 ? add_view(comparison, COMPARISON_LEFT_AND_RIGHT, SESSION_LEG_UNKNOWN) : NULL;
    for (size_t i = 0; view && i < count; i++) {
        view->session[i] = left[left_count - 1 - i];
        view->session[2 * count - 1 - i] = right[right_count - 1 - i];
    }
    free(left);
    if (!view)
        return count == 0;
    view->session_count = 2 * count;
    return fill_view(view);
}

bool comparison_make(struct comparison *comparison, const struct session_set *set, struct failure *failure)
{
    *comparison = (struct comparison){.set = set};
    if (set->count < 2)
        return failure_set(failure, EXIT_STATUS_INPUT, "Nothing to compare: %s of %zu sessions can be used.",
                           set->count == 0 ? "none" : "only one",
                           set->count + set->left_out_count + set->other_people_count);
    if (!add_then_and_now(comparison, SESSION_LEG_UNKNOWN) || !add_then_and_now(comparison, SESSION_LEG_LEFT) ||
        !add_then_and_now(comparison, SESSION_LEG_RIGHT) || !add_left_and_right(comparison)) {
        comparison_free(comparison);
        return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory to compare %zu sessions.", set->count);
    }
    return true;
}

void comparison_free(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->view_count; i++) {
        free(comparison->view[i].session);
        free(comparison->view[i].spot);
        spot_tracks_free(&comparison->view[i].tracks);
    }
    *comparison = (struct comparison){0};
}
