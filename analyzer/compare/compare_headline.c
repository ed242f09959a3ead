/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "result/words.h"

#include <math.h>

static const char *leg_before_thigh(enum session_leg leg)
{
    return leg == SESSION_LEG_LEFT ? " left" : leg == SESSION_LEG_RIGHT ? " right" : "";
}

/* Add when the first session was: "a week before", or "in the previous session" if the dates are unknown. If a session
 * has no date, the sessions are in the order of the command line, so the first session may be later than the last
 * (days_between < 0). */
static void add_time_of_first_session(struct text_buffer *out, const struct comparison_view *view)
{
    if (view->both_dated && view->days_between >= 0)
        iso_time_add_before(out, view->days_between);
    else
        text_add(out, "in the previous session");
}

/* Return the number of spots that changed, and set `*changed` to one of them. */
static size_t count_changes(const struct comparison_view *view, const struct compared_spot **changed)
{
    size_t count = 0;
    for (size_t k = 0; k < view->spot_count; k++) {
        const struct compared_spot *spot = &view->spot[k];
        bool is_change = spot->change == CHANGE_LESS || spot->change == CHANGE_MORE || spot->change == CHANGE_NEW ||
                         spot->change == CHANGE_GONE;
        if (is_change) {
            *changed = spot;
            count++;
        }
    }
    return count;
}

/* Return the first spot with that change; NULL if there is none. */
static const struct compared_spot *find_change(const struct comparison_view *view, enum change change)
{
    for (size_t k = 0; k < view->spot_count; k++)
        if (view->spot[k].change == change)
            return &view->spot[k];
    return NULL;
}

/* Whether no spot differs by more than the roller resolves. */
static bool is_all_alike(const struct comparison_view *view)
{
    for (size_t k = 0; k < view->spot_count; k++)
        if (view->spot[k].change == CHANGE_SAME && view->spot[k].dwell_s.is_resolved)
            return false;
    return true;
}

static void add_headline_without_change(struct text_buffer *out, const struct comparison_view *view)
{
    const struct compared_spot *not_now = find_change(view, CHANGE_NOT_THIS_TIME),
                               *not_then = find_change(view, CHANGE_NOT_BEFORE);
    bool is_any_alike = find_change(view, CHANGE_SAME) != NULL;
    if (view->spot_count == 0) {
        text_add(out, "no spot now, and none ");
    } else if (is_any_alike && is_all_alike(view)) {
        text_add(out, "about the same as ");
    } else if (is_any_alike) {
        text_add(out, "within your usual variation of ");
    } else if (not_now) {
        text_addf(out, "you did not stop at %.0f mm this time; one evening alone says little",
                  words_rounded(not_now->center_mm));
        return;
    } else if (not_then) {
        text_addf(out, "you stopped at %.0f mm now, but not ", words_rounded(not_then->center_mm));
    } else {
        text_add(out, find_change(view, CHANGE_BETWEEN) ? "no spot now, and none "
                                                        : "no spot was rolled over both now and ");
    }
    add_time_of_first_session(out, view);
    if (!is_any_alike && not_then)
        text_add(out, "; one evening alone says little");
}

static void add_headline_over_time(struct text_buffer *out, const struct comparison_view *view)
{
    const struct compared_spot *spot = NULL;
    size_t changes = count_changes(view, &spot);
    text_addf(out, "Your%s thigh: ", leg_before_thigh(view->leg));
    if (!spot) {
        add_headline_without_change(out, view);
    } else if (changes > 1) {
        text_addf(out, "%zu of %zu spots changed by more than usual, compared with ", changes, view->spot_count);
        add_time_of_first_session(out, view);
    } else if (spot->change == CHANGE_NEW) {
        text_addf(out, "a new spot at %.0f mm took ", words_rounded(spot->center_mm));
        words_add_duration(out, spot->dwell_s.last);
        text_add(out, "; it was not there ");
        add_time_of_first_session(out, view);
    } else if (spot->change == CHANGE_GONE) {
        text_addf(out, "the spot at %.0f mm is gone; ", words_rounded(spot->center_mm));
        add_time_of_first_session(out, view);
        text_add(out, " it took ");
        words_add_duration(out, spot->dwell_s.first);
    } else {
        text_addf(out, "the spot at %.0f mm took ", words_rounded(spot->center_mm));
        words_add_duration(out, fabs(spot->dwell_s.change));
        text_add(out, spot->change == CHANGE_LESS ? " less than " : " more than ");
        add_time_of_first_session(out, view);
        text_add(out, view->mean_of > 1 ? ", more than your evenings usually differ"
                                        : ", more than two evenings usually differ");
    }
    text_add(out, ".");
}

static void add_headline_left_vs_right(struct text_buffer *out, const struct comparison_view *view)
{
    const struct difference *dwell = &view->spots_dwell_s;
    if (view->spot_count == 0) {
        text_add(out, "You did not stay in one place on either leg.");
    } else if (dwell->verdict == CHANGE_SAME || dwell->verdict == CHANGE_UNKNOWN) {
        text_add(out, dwell->verdict == CHANGE_UNKNOWN ? "You stayed in one place on one leg only this time: "
                      : dwell->is_resolved             ? "Left and right are within your usual variation: "
                                                       : "You stayed about as long on both legs: ");
        words_add_duration(out, dwell->first);
        text_add(out, " on the left, ");
        words_add_duration(out, dwell->last);
        text_add(out, " on the right.");
    } else {
        bool is_longer_on_right = dwell->change > 0;
        text_add(out, "You stayed ");
        words_add_duration(out, fabs(dwell->change));
        text_addf(out, " longer on your %s thigh than on your %s, more than evenings usually differ.",
                  is_longer_on_right ? "right" : "left", is_longer_on_right ? "left" : "right");
    }
}

void compare_words_add_headline(struct text_buffer *out, const struct comparison_view *view)
{
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        add_headline_left_vs_right(out, view);
    else
        add_headline_over_time(out, view);
}
