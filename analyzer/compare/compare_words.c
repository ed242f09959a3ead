/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>
#include <string.h>

#define SESSIONS_TO_TELL_MAX 99

const char COMPARE_WORDS_LIMITS[] =
    "In most people, times differ by a third and forces by a seventh from one session to the next, without any "
    "lasting change. So only a larger difference is called a change. One session against one: the time at a spot "
    "must be more than 2.6 times as long, or less than 1/2.6 of it. For forces it is 1.5; a total has the limit in "
    "brackets beside it. Three sessions against three: 1.8 for times and 1.3 for forces; more where a session has no "
    "stop. From six sessions on, your own variation sets these limits. \"No clear change\" is a difference within "
    "the usual variation, so it may be chance. \"About the same\" is a difference that is too small for the roller "
    "to measure. " MULTI_SESSION_NEW_OR_GONE
    " A typical time is that of the sessions with a stop: how often you stop is another matter. A time is that of "
    "all stops at a place in one session. A position is the distance from the upper thigh, at the last stop. Impulse "
    "is force multiplied by time.";

const char *compare_words_same(const struct comparison_view *view, const struct difference *difference)
{
    return !difference->is_resolved                  ? "about the same"
           : view->kind == COMPARISON_LEFT_AND_RIGHT ? "no clear difference"
                                                     : "no clear change";
}

void compare_words_add_same(struct text_buffer *out, const struct comparison_view *view,
                            const struct difference *difference)
{
    text_add(out, compare_words_same(view, difference));
    if (difference->is_resolved && isfinite(difference->mdc_ratio))
        text_addf(out, " (%s: up to %.*f times)",
                  compare_words_counts_stops(view, difference) ? "usual with so few stops" : "usual",
                  difference->mdc_ratio < 2 ? 2 : 1, difference->mdc_ratio);
}

bool compare_words_counts_stops(const struct comparison_view *view, const struct difference *dwell)
{
    return view->mean_of > 1 && dwell->first_sessions.known > 0 && dwell->last_sessions.known > 0 &&
           (dwell->first_sessions.with_visit < view->mean_of || dwell->last_sessions.with_visit < view->mean_of);
}

void compare_words_add_stops(struct text_buffer *out, const struct comparison_view *view,
                             const struct difference *dwell)
{
    const struct mean_sessions *first = &dwell->first_sessions, *last = &dwell->last_sessions;
    if (view->kind == COMPARISON_LEFT_AND_RIGHT && (first->with_visit == 0 || last->with_visit == 0))
        text_addf(out, "stops in %zu of %zu sessions", first->with_visit + last->with_visit,
                  last->with_visit > 0 ? last->known : first->known);
    else if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        text_addf(out, "stops in %zu of %zu sessions on the left, in %zu of %zu on the right", first->with_visit,
                  first->known, last->with_visit, last->known);
    else
        text_addf(out, "stops in %zu of the first %zu sessions, in %zu of the last %zu", first->with_visit,
                  first->known, last->with_visit, last->known);
}

void compare_words_add_both_positions(struct text_buffer *out, const struct comparison_view *view,
                                      const struct compared_spot *spot)
{
    const struct spot_track *track = spot->track;
    if (view->kind != COMPARISON_LEFT_AND_RIGHT || track->first >= view->session_count / 2)
        return;
    const struct result_spot *left = track->spot[track->first]; /* of the left sessions the last one is the first */
    const struct units_text on_right = units_length(view->units, spot->center_mm),
                            on_left = units_length(view->units, left->center_mm);
    if (strcmp(on_right.text, on_left.text) != 0)
        text_addf(out, "%s right, %s left", on_right.text, on_left.text);
}

const char *compare_words_unknown(const struct difference *difference)
{
    return isfinite(difference->mdc_ratio) ? "not compared with 0" : "not comparable";
}

struct compare_unit compare_words_seconds(void)
{
    return (struct compare_unit){"s", 1};
}

struct compare_unit compare_words_force_unit(const struct comparison_view *view)
{
    return (struct compare_unit){units_force_symbol(view->units), units_force_n(view->units)};
}

struct compare_unit compare_words_impulse_unit(const struct comparison_view *view)
{
    return (struct compare_unit){units_impulse_symbol(view->units), units_force_n(view->units)};
}

const char *compare_words_first_label(const struct comparison_view *view)
{
    return view->kind == COMPARISON_LEFT_AND_RIGHT ? "left" : "then";
}

const char *compare_words_last_label(const struct comparison_view *view)
{
    return view->kind == COMPARISON_LEFT_AND_RIGHT ? "right" : "now";
}

const char *compare_words_first_session(const struct comparison_view *view)
{
    if (view->mean_of == 1)
        return compare_words_first_label(view);
    return view->kind == COMPARISON_LEFT_AND_RIGHT ? "last left session" : "first session";
}

const char *compare_words_last_session(const struct comparison_view *view)
{
    if (view->mean_of == 1)
        return compare_words_last_label(view);
    return view->kind == COMPARISON_LEFT_AND_RIGHT ? "last right session" : "last session";
}

void compare_words_add_symmetry(struct text_buffer *out, const struct difference *difference)
{
    if (!isfinite(difference->symmetry_percent))
        return;
    text_addf(out, "symmetry index %+.0f", words_rounded(difference->symmetry_percent));
    if (isfinite(difference->symmetry_usual_percent))
        text_addf(out, " (usually %+.0f to %+.0f)", -difference->symmetry_usual_percent,
                  difference->symmetry_usual_percent);
    if (difference->verdict != CHANGE_SAME || difference->sessions_to_tell == 0)
        return;
    if (difference->sessions_to_tell > SESSIONS_TO_TELL_MAX)
        text_addf(out, "; more than %d sessions of each leg would show whether that is more than chance",
                  SESSIONS_TO_TELL_MAX);
    else
        text_addf(out, "; about %zu sessions of each leg would show whether that is more than chance",
                  difference->sessions_to_tell);
}

const char *compare_words_title(const struct comparison_view *view)
{
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        return "Left and right";
    return view->leg == SESSION_LEG_LEFT    ? "Left thigh, then and now"
           : view->leg == SESSION_LEG_RIGHT ? "Right thigh, then and now"
                                            : "Then and now";
}

const char *compare_words_time_on_spots(const struct comparison_view *view)
{
    return view->leg == SESSION_LEG_LEFT    ? "Time on spots, left thigh"
           : view->leg == SESSION_LEG_RIGHT ? "Time on spots, right thigh"
                                            : "Time on spots";
}

const char *compare_words_this_time(const struct comparison_view *view)
{
    return view->mean_of > 1 ? "in the last three sessions" : "this time";
}

/* Spots with the same story: how many there are, and what is said of one and of several. */
struct kind {
    size_t count;
    const char *singular, *plural;
};

/* Add "Of 3 spots 2 are new, 1 is gone", or "Both spots are new". */
static void add_kinds(struct text_buffer *out, const struct kind kind[], size_t kind_count, size_t total)
{
    const char *separator = "";
    for (size_t i = 0; i < kind_count; i++) {
        if (kind[i].count == total) {
            if (total == 2)
                text_addf(out, "Both spots %s", kind[i].plural);
            else
                text_addf(out, "All %zu spots %s", total, kind[i].plural);
            return;
        }
    }
    text_addf(out, "Of %zu spots ", total);
    for (size_t i = 0; i < kind_count; i++) {
        if (kind[i].count == 0)
            continue;
        text_addf(out, "%s%zu %s", separator, kind[i].count, kind[i].count == 1 ? kind[i].singular : kind[i].plural);
        separator = ", ";
    }
}

void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    size_t count[CHANGE_BETWEEN + 1] = {0}, within_count = 0;
    if (view->spot_count < 2)
        return;
    for (size_t k = 0; k < view->spot_count; k++) {
        count[view->spot[k].change]++;
        within_count += view->spot[k].change == CHANGE_SAME && view->spot[k].dwell_s.is_resolved;
    }
    const char *absent = view->mean_of > 1 ? "had no stop in the last three sessions" : "had no stop this time";
    const struct kind over_time[] = {
        {count[CHANGE_LESS], "took less time", "took less time"},
        {count[CHANGE_MORE], "took more time", "took more time"},
        {within_count, "has no clear change in time", "have no clear change in time"},
        {count[CHANGE_SAME] - within_count, "is about the same", "are about the same"},
        {count[CHANGE_NEW], "is new", "are new"},
        {count[CHANGE_GONE], "is gone", "are gone"},
        {count[CHANGE_NOT_THIS_TIME], absent, absent},
        {count[CHANGE_NOT_BEFORE], "had a stop now, but not then", "had a stop now, but not then"},
        {count[CHANGE_BETWEEN], "had stops only in between", "had stops only in between"},
        {count[CHANGE_UNKNOWN], "was not rolled over both times", "were not rolled over both times"}};
    const struct kind left_and_right[] = {
        {count[CHANGE_LESS], "is longer on the left", "are longer on the left"},
        {count[CHANGE_MORE], "is longer on the right", "are longer on the right"},
        {within_count, "has no clear difference in time", "have no clear difference in time"},
        {count[CHANGE_SAME] - within_count, "is about the same on both", "are about the same on both"},
        {count[CHANGE_NEW], "is on the right only", "are on the right only"},
        {count[CHANGE_GONE], "is on the left only", "are on the left only"},
        {count[CHANGE_UNKNOWN], "was not rolled over on both", "were not rolled over on both"}};
    if (two_legs)
        add_kinds(out, left_and_right, sizeof left_and_right / sizeof left_and_right[0], view->spot_count);
    else
        add_kinds(out, over_time, sizeof over_time / sizeof over_time[0], view->spot_count);
    text_add(out, ".");
}

/* Add "12 s less" or "12 s longer on the left": the difference of the two times as they are shown, to the second. */
static void add_amount(struct text_buffer *out, const struct comparison_view *view, const struct difference *dwell)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    words_add_duration(out, fabs(words_rounded(dwell->last) - words_rounded(dwell->first)));
    text_add(out, dwell->change < 0 ? (two_legs ? " longer on the left" : " less")
                                    : (two_legs ? " longer on the right" : " more"));
}

void compare_words_add_change(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, is_one_session = view->mean_of == 1;
    switch (spot->change) {
    case CHANGE_LESS:
    case CHANGE_MORE: add_amount(out, view, &spot->dwell_s); break;
    case CHANGE_SAME:
        text_add(out, compare_words_same(view, &spot->dwell_s));
        if (!spot->dwell_s.is_resolved)
            break;
        text_add(out, " (");
        add_amount(out, view, &spot->dwell_s);
        if (!two_legs && !is_one_session && isfinite(spot->dwell_s.mdc_ratio))
            text_addf(out, "; usual: up to %.*f times", spot->dwell_s.mdc_ratio < 2 ? 2 : 1, spot->dwell_s.mdc_ratio);
        text_add(out, ")");
        break;
    case CHANGE_NEW:
        text_addf(out, "%s%s", two_legs ? "only on the right" : "new", two_legs && is_one_session ? " this time" : "");
        break;
    case CHANGE_GONE:
        text_addf(out, "%s%s", two_legs ? "only on the left" : "gone", two_legs && is_one_session ? " this time" : "");
        break;
    case CHANGE_NOT_THIS_TIME: text_addf(out, "no stop %s", compare_words_this_time(view)); break;
    case CHANGE_NOT_BEFORE: text_add(out, "a stop now, but not then"); break;
    case CHANGE_BETWEEN: text_add(out, "stops only in between"); break;
    case CHANGE_UNKNOWN: text_add(out, "not rolled over both times"); break;
    }
}
