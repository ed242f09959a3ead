/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "multi_session/multi_session_output.h"
#include "multi_session/session_notes.h"
#include "result/words.h"

#include <math.h>

#define SESSIONS_TO_TELL_MAX 99
#define SHIFT_MIN_MM 10.0 /* smaller shifts between sessions are not mentioned */

const char COMPARE_WORDS_LIMITS[] =
    "Times differ by a third and forces by a seventh from one session to the next, without any lasting change. So only "
    "a larger difference is called a change. One session against one: the time must be 2.6 times as long, or as short, "
    "and the force 1.5 times. Three against three: 1.8 and 1.3 times. From six sessions on, your own variation counts. "
    "A difference within the usual variation may be chance. \"About the same\" means that the roller cannot measure a "
    "difference. We say new or gone only with at least six sessions in all. Then there must be two weeks without a "
    "stop "
    "there, and so many missed sessions that chance is unlikely. A typical time is that of the sessions with a stop: "
    "how often you stop is another matter. Impulse is force multiplied by time.";

const char *compare_words_same(const struct comparison_view *view, const struct difference *difference)
{
    return !difference->is_resolved             ? "about the same"
           : view->variation.session_count == 0 ? "within the usual variation"
                                                : "within your usual variation";
}

bool compare_words_has_stops(const struct comparison_view *view, const struct difference *dwell)
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

bool compare_words_is_changed(const struct difference *difference)
{
    return difference->verdict == CHANGE_LESS || difference->verdict == CHANGE_MORE;
}

void compare_words_add_force(struct text_buffer *out, const struct comparison_view *view,
                             const struct difference *force)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    text_addf(out, "force %.0f N %s, %.0f N %s (%s)", words_rounded(force->first), compare_words_first_label(view),
              words_rounded(force->last), compare_words_last_label(view),
              force->verdict == CHANGE_SAME   ? compare_words_same(view, force)
              : force->verdict == CHANGE_LESS ? (two_legs ? "more on the left" : "less")
              : two_legs                      ? "more on the right"
                                              : "more");
}

const char *compare_words_unknown(const struct difference *difference)
{
    return isfinite(difference->mdc_ratio) ? "not compared with 0" : "not comparable";
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
    text_addf(out, "symmetry index %+.0f %%", words_rounded(difference->symmetry_percent));
    if (isfinite(difference->symmetry_usual_percent))
        text_addf(out, " (usually %+.0f to %+.0f %%)", -difference->symmetry_usual_percent,
                  difference->symmetry_usual_percent);
    if (difference->verdict != CHANGE_SAME || difference->sessions_to_tell == 0)
        return;
    if (difference->sessions_to_tell > SESSIONS_TO_TELL_MAX)
        text_addf(out, "; more than %d sessions of each leg would be needed to tell", SESSIONS_TO_TELL_MAX);
    else
        text_addf(out, "; about %zu sessions of each leg would tell", difference->sessions_to_tell);
}

const char *compare_words_title(const struct comparison_view *view)
{
    if (view->kind == COMPARISON_LEFT_AND_RIGHT)
        return "Left and right";
    return view->leg == SESSION_LEG_LEFT    ? "Left thigh, then and now"
           : view->leg == SESSION_LEG_RIGHT ? "Right thigh, then and now"
                                            : "Then and now";
}

/* Add a count such as "2 are new", after a comma unless it is the first count; nothing if it is 0. */
static void add_count(struct text_buffer *out, size_t count, const char *singular, const char *plural, bool *has_any)
{
    if (count == 0)
        return;
    text_addf(out, "%s%zu %s", *has_any ? ", " : "", count, count == 1 ? singular : plural);
    *has_any = true;
}

const char *compare_words_this_time(const struct comparison_view *view)
{
    return view->mean_of > 1 ? "in the last three sessions" : "this time";
}

/* Add the counts of spots that have a stop at only one of the two times, or at neither. */
static void add_absent_counts(struct text_buffer *out, const struct comparison_view *view, const size_t count[],
                              bool *has_any)
{
    struct text_buffer words = {0};
    text_addf(&words, "had no stop %s", compare_words_this_time(view));
    add_count(out, count[CHANGE_NOT_THIS_TIME], words.bytes ? words.bytes : "", words.bytes ? words.bytes : "",
              has_any);
    text_free_and_pass_failure(&words, out);
    add_count(out, count[CHANGE_NOT_BEFORE], "had a stop now, but not then", "had a stop now, but not then", has_any);
    add_count(out, count[CHANGE_BETWEEN], "had a stop only in between", "had a stop only in between", has_any);
    add_count(out, count[CHANGE_UNKNOWN], "was not rolled over both times", "were not rolled over both times", has_any);
}

void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, is_own = view->variation.session_count > 0,
         has_any = false;
    size_t count[CHANGE_BETWEEN + 1] = {0}, within_count = 0;
    if (view->spot_count < 2)
        return;
    for (size_t k = 0; k < view->spot_count; k++) {
        count[view->spot[k].change]++;
        within_count += view->spot[k].change == CHANGE_SAME && view->spot[k].dwell_s.is_resolved;
    }
    text_addf(out, "Of %zu spots ", view->spot_count);
    add_count(out, count[CHANGE_LESS], two_legs ? "is longer on the left" : "took less time",
              two_legs ? "are longer on the left" : "took less time", &has_any);
    add_count(out, count[CHANGE_MORE], two_legs ? "is longer on the right" : "took more time",
              two_legs ? "are longer on the right" : "took more time", &has_any);
    add_count(out, within_count, is_own ? "is within your usual variation" : "is within the usual variation",
              is_own ? "are within your usual variation" : "are within the usual variation", &has_any);
    add_count(out, count[CHANGE_SAME] - within_count, two_legs ? "is about the same on both" : "is about the same",
              two_legs ? "are about the same on both" : "are about the same", &has_any);
    add_count(out, count[CHANGE_NEW], two_legs ? "is on the right only" : "is new",
              two_legs ? "are on the right only" : "are new", &has_any);
    add_count(out, count[CHANGE_GONE], two_legs ? "is on the left only" : "is gone",
              two_legs ? "are on the left only" : "are gone", &has_any);
    add_absent_counts(out, view, count, &has_any);
    text_add(out, ".");
}

void compare_words_add_change(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, is_one_session = view->mean_of == 1;
    bool is_change = spot->change == CHANGE_LESS || spot->change == CHANGE_MORE;
    if (is_change || (spot->change == CHANGE_SAME && spot->dwell_s.is_resolved)) {
        words_add_duration(out, fabs(spot->dwell_s.change));
        text_add(out, spot->dwell_s.change < 0 ? (two_legs ? " longer on the left" : " less")
                                               : (two_legs ? " longer on the right" : " more"));
        if (is_change)
            return;
        text_add(out, ", ");
    }
    switch (spot->change) {
    case CHANGE_LESS:
    case CHANGE_MORE: break;
    case CHANGE_SAME: text_add(out, compare_words_same(view, &spot->dwell_s)); break;
    case CHANGE_NEW:
        text_addf(out, "%s%s", two_legs ? "only on the right" : "new", two_legs && is_one_session ? " this time" : "");
        break;
    case CHANGE_GONE:
        text_addf(out, "%s%s", two_legs ? "only on the left" : "gone", two_legs && is_one_session ? " this time" : "");
        break;
    case CHANGE_NOT_THIS_TIME: text_addf(out, "no stop %s", compare_words_this_time(view)); break;
    case CHANGE_NOT_BEFORE: text_add(out, "a stop now, but not then"); break;
    case CHANGE_BETWEEN: text_add(out, "a stop only in between"); break;
    case CHANGE_UNKNOWN: text_add(out, "not rolled over both times"); break;
    }
}

/* Add a note if the positions of the first and the last session are shifted against each other. */
static void add_alignment_note(const struct comparison_view *view, void (*add)(void *context, const char *note),
                               void *context)
{
    const struct session_offset *offset = view->tracks.scale.offset;
    double shift_mm = offset[0].mm - offset[view->session_count - 1].mm;
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    struct text_buffer note = {0};
    if (fabs(shift_mm) < SHIFT_MIN_MM)
        return;
    text_addf(&note, "%s, rolling began about %.0f mm %s than %s. The positions are corrected for this.",
              two_legs ? "On the left" : "Then", fabs(shift_mm), shift_mm < 0 ? "nearer to the knee" : "higher up",
              two_legs ? "on the right" : "now");
    session_notes_pass(&note, add, context);
}

/* Whether the stops of a spot are counted anywhere. */
static bool is_any_without_stop(const struct comparison_view *view)
{
    for (size_t k = 0; k < view->spot_count; k++)
        if (compare_words_has_stops(view, &view->spot[k].dwell_s))
            return true;
    return false;
}

/* Add notes about means: which sessions are in them, and what they are. */
static void add_mean_notes(const struct comparison_view *view, void (*add)(void *context, const char *note),
                           void *context)
{
    struct text_buffer note = {0};
    if (view->kind == COMPARISON_THEN_AND_NOW) {
        add(context, "The first three sessions are compared with the last three, because single sessions differ.");
        add(context, "The command trend uses all sessions, so its answer may be another one.");
    } else {
        text_addf(&note, "The last %zu sessions of each leg are compared, because single sessions differ.",
                  view->mean_of);
        add(context, note.bytes ? note.bytes : "");
        text_free(&note);
    }
    if (view->spot_count > 0)
        add(context, "Each time is typical of the sessions with a stop there. So the times of spots do not add up.");
    if (view->kind == COMPARISON_THEN_AND_NOW && is_any_without_stop(view))
        add(context, "Three sessions do not show whether you stop at a spot more or less often.");
}

/* Whether an index of symmetry is given anywhere. */
static bool has_symmetry_index(const struct comparison_view *view)
{
    if (view->kind != COMPARISON_LEFT_AND_RIGHT)
        return false;
    for (size_t k = 0; k < view->spot_count; k++)
        if (isfinite(view->spot[k].dwell_s.symmetry_percent))
            return true;
    return isfinite(view->spots_dwell_s.symmetry_percent) || isfinite(view->mean_force_n.symmetry_percent);
}

void compare_words_each_note(const struct comparison_view *view, void (*add)(void *context, const char *note),
                             void *context)
{
    const char *forces = multi_session_force_note(view->force_scale);
    if (view->kind == COMPARISON_THEN_AND_NOW && view->leg == SESSION_LEG_UNKNOWN)
        add(context, "No session says which leg it was; they are compared as one leg.");
    if (!view->sorted_by_time && view->kind == COMPARISON_THEN_AND_NOW)
        add(context, "Not all sessions have a date, so their order is that of the command line.");
    if (view->kind == COMPARISON_LEFT_AND_RIGHT && view->both_dated && labs(view->days_between) > 1) {
        struct text_buffer note = {0};
        text_add(&note, "The two legs were not recorded together, but ");
        iso_time_add_duration(&note, labs(view->days_between));
        text_add(&note, " apart.");
        session_notes_pass(&note, add, context);
    }
    if (forces)
        add(context, forces);
    if (view->mean_of > 1)
        add_mean_notes(view, add, context);
    add_alignment_note(view, add, context);
    if (view->kind == COMPARISON_LEFT_AND_RIGHT && view->spot_count > 0)
        add(context, "Positions are those on the right leg, or on the left for a spot only there.");
    if (has_symmetry_index(view))
        add(context, "Symmetry index: 0 % means equal, plus means more on the right, minus more on the left.");
    if (view->tracks.scale.has_two_lengths)
        add(context, MULTI_SESSION_TWO_LENGTHS);
    else if (view->tracks.scale.by_percent)
        add(context, "The thigh lengths differ, so spots were matched by their fraction of the way to the knee.");
    else if (!(view->tracks.scale.length_mm > 0))
        add(context, "No session gives the length of the thigh, so spots were matched by millimetres.");
    session_notes_each(view->session, view->session_count, view->kind == COMPARISON_THEN_AND_NOW, add, context);
}
