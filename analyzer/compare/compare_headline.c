/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "result/words.h"

#define DURATION_RATIO 1.25 /* by so much a session is called longer */

static const char *leg_before_thigh(enum session_leg leg)
{
    return leg == SESSION_LEG_LEFT ? " left" : leg == SESSION_LEG_RIGHT ? " right" : "";
}

/* Add when the first session was: "a week before", or "the first session" if the dates are unknown. If a session has
 * no date, the sessions are in the order of the command line, so the first session may be later than the last
 * (days_between < 0). */
static void add_time_of_first_session(struct text_buffer *out, const struct comparison_view *view)
{
    if (view->both_dated && view->days_between >= 0)
        iso_time_add_before(out, view->days_between);
    else
        text_add(out, view->session_count > 2 ? "the first session" : "the previous session");
}

/* Whether a spot changed by more than chance explains. */
static bool is_change(enum change change)
{
    return change == CHANGE_LESS || change == CHANGE_MORE || change == CHANGE_NEW || change == CHANGE_GONE;
}

/* Return the number of spots that changed, and set `*changed` to one of them. */
static size_t count_changes(const struct comparison_view *view, const struct compared_spot **changed)
{
    size_t count = 0;
    for (size_t k = 0; k < view->spot_count; k++) {
        if (is_change(view->spot[k].change)) {
            *changed = &view->spot[k];
            count++;
        }
    }
    return count;
}

/* Return the number of spots that cannot be compared, and set `*other` to one of them, else to NULL. */
static size_t count_others(const struct comparison_view *view, const struct compared_spot **other)
{
    size_t count = 0;
    *other = NULL;
    for (size_t k = 0; k < view->spot_count; k++) {
        if (view->spot[k].change != CHANGE_SAME && !is_change(view->spot[k].change)) {
            *other = &view->spot[k];
            count++;
        }
    }
    return count;
}

/* Whether the roller resolves the difference of a spot, although it is within the person's variation. */
static bool is_any_resolved(const struct comparison_view *view)
{
    for (size_t k = 0; k < view->spot_count; k++)
        if (view->spot[k].dwell_s.is_resolved)
            return true;
    return false;
}

/* Add "30 s instead of 12 s", and which sessions that is about unless it is all. */
static void add_values(struct text_buffer *out, const struct comparison_view *view, const struct difference *dwell)
{
    words_add_duration(out, dwell->last);
    text_add(out, " instead of ");
    words_add_duration(out, dwell->first);
    if (compare_words_counts_stops(view, dwell))
        text_add(out, " in the sessions with a stop");
}

/* Return whose sessions usually differ by less: the person's, once enough of them show it. */
static const char *whose_sessions(const struct comparison_view *view)
{
    return view->variation.session_count > 0 ? "your" : "two";
}

/* Add ". Your sessions usually differ by less". */
static void add_limit(struct text_buffer *out, const struct comparison_view *view)
{
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        text_add(out, ". That is more than chance usually explains");
    else
        text_addf(out, ". %s sessions usually differ by less", view->variation.session_count > 0 ? "Your" : "Two");
}

/* Add a day after `words`; nothing if the session has no date. */
static void add_day_of(struct text_buffer *out, const char *words, const struct session_summary *session)
{
    if (!session->started.known)
        return;
    text_add(out, words);
    iso_time_add_day(out, session->started.day);
}

/* Add what became of a spot whose times cannot be compared. */
static void add_story_of_other(struct text_buffer *out, const struct comparison_view *view,
                               const struct compared_spot *spot)
{
    const struct units_text position = units_length(view->units, spot->center_mm);
    if (spot->change == CHANGE_NOT_THIS_TIME) {
        text_addf(out, "you did not stop at %s %s", position.text, compare_words_this_time(view));
    } else if (spot->change == CHANGE_NOT_BEFORE) {
        text_addf(out, "you stopped at %s now, but not then", position.text);
    } else if (spot->change == CHANGE_BETWEEN) {
        text_addf(out, "at %s you stopped only in the sessions between", position.text);
        add_day_of(out, ", last on ", view->session[spot->track->last]);
    } else {
        text_addf(out, "the spot at %s was not rolled over both times", position.text);
    }
}

/* Return the spot that explains most of the change of the time on all spots, because it had a stop only then or only
 * now; NULL if there is none. */
static const struct compared_spot *main_cause_of_total(const struct comparison_view *view)
{
    const struct difference *total = &view->spots_dwell_s;
    for (size_t k = 0; k < view->spot_count; k++) {
        const struct compared_spot *spot = &view->spot[k];
        double change_s = spot->change == CHANGE_NOT_BEFORE      ? spot->dwell_s.last
                          : spot->change == CHANGE_NOT_THIS_TIME ? -spot->dwell_s.first
                                                                 : 0;
        if (change_s / total->change > 0.5)
            return spot;
    }
    return NULL;
}

/* Add that the time on all spots changed, although that on no spot did for sure. */
static void add_total_change(struct text_buffer *out, const struct comparison_view *view)
{
    const struct compared_spot *cause = main_cause_of_total(view);
    text_add(out, "all spots together took ");
    add_values(out, view, &view->spots_dwell_s);
    text_addf(out, ". That is more than %s sessions usually differ", whose_sessions(view));
    if (!cause) {
        text_add(out, "; but no single spot changed clearly");
        return;
    }
    text_add(out, ", mainly because ");
    add_story_of_other(out, view, cause);
}

/* Add that the time changed on no spot, and where the force did nevertheless. */
static void add_no_change(struct text_buffer *out, const struct comparison_view *view)
{
    const struct compared_spot *other;
    size_t other_count = count_others(view, &other);
    if (compare_words_is_any_force_changed(view)) {
        text_add(out, "no clear change of the times; ");
        compare_words_add_forces(out, view);
    } else if (other_count == 0) {
        text_add(out, is_any_resolved(view) ? "no clear change" : "about the same");
    } else if (other_count > 1 && other_count == view->spot_count) {
        text_add(out, "no spot can be compared, for none had a stop both then and now");
    } else {
        text_add(out, "no clear change, but ");
        if (other_count == 1)
            add_story_of_other(out, view, other);
        else
            text_add(out, "not all spots had a stop both then and now");
    }
}

/* Add what became of a spot that is the only one, or the only one that changed. */
static void add_story_of_spot(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot)
{
    const struct units_text position = units_length(view->units, spot->center_mm);
    switch (spot->change) {
    case CHANGE_SAME: add_no_change(out, view); break;
    case CHANGE_LESS:
    case CHANGE_MORE:
        text_addf(out, "the spot at %s took ", position.text);
        add_values(out, view, &spot->dwell_s);
        add_limit(out, view);
        break;
    case CHANGE_NEW:
        text_addf(out, "a new spot at %s", position.text);
        add_day_of(out, " since ", view->session[spot->track->first]);
        text_add(out, "; it now takes ");
        words_add_duration(out, spot->dwell_s.last);
        break;
    case CHANGE_GONE:
        text_addf(out, "the spot at %s is gone", position.text);
        add_day_of(out, "; the last stop was on ", view->session[spot->track->last]);
        text_add(out, ". In the first three sessions it took ");
        words_add_duration(out, spot->dwell_s.first);
        break;
    case CHANGE_NOT_THIS_TIME:
    case CHANGE_NOT_BEFORE:
    case CHANGE_BETWEEN:
    case CHANGE_UNKNOWN: add_story_of_other(out, view, spot); break;
    }
}

/* Add that one session says little, if a spot was without a visit in the only session then or now. */
static void add_caveat(struct text_buffer *out, const struct comparison_view *view)
{
    bool is_absent = false;
    for (size_t k = 0; k < view->spot_count; k++)
        is_absent =
            is_absent || view->spot[k].change == CHANGE_NOT_THIS_TIME || view->spot[k].change == CHANGE_NOT_BEFORE;
    if (is_absent && view->mean_of == 1)
        text_add(out, ". One session alone says little");
}

/* Add that the sessions became longer or shorter, if that alone explains another impulse. It is force multiplied by
 * time. */
static void add_length_of_sessions(struct text_buffer *out, const struct comparison_view *view)
{
    const struct difference *impulse = &view->impulse_n_s, *rate = &view->impulse_per_minute_n_s;
    if (!compare_words_is_changed(impulse) || rate->verdict != CHANGE_SAME || view->mean_force_n.verdict != CHANGE_SAME)
        return;
    double duration_ratio = impulse->last / impulse->first * rate->first / rate->last;
    bool is_longer = impulse->verdict == CHANGE_MORE;
    if (is_longer ? duration_ratio > DURATION_RATIO : duration_ratio < 1 / DURATION_RATIO)
        text_addf(out, " The last %s %s.", view->mean_of > 1 ? "sessions were" : "session was",
                  is_longer ? "longer" : "shorter");
}

static void add_headline_over_time(struct text_buffer *out, const struct comparison_view *view)
{
    const struct compared_spot *changed = NULL;
    size_t change_count = count_changes(view, &changed);
    text_addf(out, "Your%s thigh, compared with ", leg_before_thigh(view->leg));
    add_time_of_first_session(out, view);
    text_add(out, ": ");
    const struct compared_spot *one = change_count == 1 ? changed : view->spot_count == 1 ? &view->spot[0] : NULL;
    bool is_only_total = change_count == 0 && compare_words_is_changed(&view->spots_dwell_s);
    if (view->spot_count == 0)
        text_add(out, "no spot then, and none now");
    else if (change_count == 2 && view->spot_count == 2)
        text_add(out, "both spots changed by more than usual");
    else if (change_count > 2 && change_count == view->spot_count)
        text_addf(out, "all %zu spots changed by more than usual", change_count);
    else if (change_count > 1)
        text_addf(out, "%zu of %zu spots changed by more than usual", change_count, view->spot_count);
    else if (is_only_total)
        add_total_change(out, view);
    else if (one)
        add_story_of_spot(out, view, one);
    else
        add_no_change(out, view);
    if (change_count == 0)
        add_caveat(out, view);
    text_add(out, ".");
    if (change_count > 0 || is_only_total || view->spot_count == 0 || (one && one->change != CHANGE_SAME))
        compare_words_add_sentence_of_forces(out, view);
    add_length_of_sessions(out, view);
}

/* Add "20 s on the left, 45 s on the right". */
static void add_both_sides(struct text_buffer *out, const struct difference *dwell)
{
    words_add_duration(out, dwell->first);
    text_add(out, " on the left, ");
    words_add_duration(out, dwell->last);
    text_add(out, " on the right");
}

static void add_headline_left_vs_right(struct text_buffer *out, const struct comparison_view *view)
{
    const struct difference *dwell = &view->spots_dwell_s;
    if (view->spot_count == 0) {
        text_add(out, "You did not stay in one place on either leg.");
    } else if (dwell->verdict == CHANGE_SAME || dwell->verdict == CHANGE_UNKNOWN) {
        text_add(out, dwell->verdict == CHANGE_UNKNOWN ? "You stayed in one place on one leg only: "
                      : dwell->is_resolved             ? "The time on spots does not clearly differ: "
                                                       : "You spent about as much time on spots on both legs: ");
        add_both_sides(out, dwell);
        text_add(out, ".");
    } else {
        bool is_right = dwell->change > 0;
        text_addf(out, "You spent more time on spots on the %s: ", is_right ? "right" : "left");
        words_add_duration(out, is_right ? dwell->last : dwell->first);
        text_addf(out, ", %s ", is_right ? "left" : "right");
        words_add_duration(out, is_right ? dwell->first : dwell->last);
        if (compare_words_counts_stops(view, dwell))
            text_add(out, " (in the sessions with a stop)");
        add_limit(out, view);
        text_add(out, ".");
    }
    compare_words_add_sentence_of_forces(out, view);
}

void compare_words_add_headline(struct text_buffer *out, const struct comparison_view *view)
{
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        add_headline_left_vs_right(out, view);
    else
        add_headline_over_time(out, view);
}
