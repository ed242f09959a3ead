/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>

#define SESSIONS_TO_TELL_MAX 99
#define SHIFT_MIN_MM 10.0 /* smaller shifts between sessions are not mentioned */

const char COMPARE_WORDS_LIMITS[] =
    "Times differ by a third and forces by a seventh from one session to the next, without any lasting change. So only "
    "a larger difference is called a change. One session against one: a factor of about 2.6 in time and 1.5 in force. "
    "Means of three sessions: 1.8 and 1.3. From six sessions on, your own variation is used. Smaller differences are "
    "\"within your usual variation\", or \"about the same\" where the roller cannot measure them. A spot is called "
    "new or gone only after six sessions or more. It must then be absent for two weeks, and too often for chance. "
    "Impulse is force multiplied by time.";

const char *compare_words_same(const struct difference *difference)
{
    return difference->is_resolved ? "within your usual variation" : "about the same";
}

const char *compare_words_unknown(const struct difference *difference)
{
    return isfinite(difference->mdc_ratio) ? "one of them is 0" : "not comparable";
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

void compare_words_add_counts(struct text_buffer *out, const struct comparison_view *view, const char *of)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, is_one_session = view->mean_of == 1;
    size_t count[CHANGE_BETWEEN + 1] = {0}, within_count = 0;
    bool has_any = false;
    for (size_t k = 0; k < view->spot_count; k++) {
        count[view->spot[k].change]++;
        within_count += view->spot[k].change == CHANGE_SAME && view->spot[k].dwell_s.is_resolved;
    }
    text_addf(out, "%s %zu spot%s ", of, view->spot_count, view->spot_count == 1 ? "" : "s");
    add_count(out, count[CHANGE_LESS], two_legs ? "is longer on the left" : "took less time",
              two_legs ? "are longer on the left" : "took less time", &has_any);
    add_count(out, count[CHANGE_MORE], two_legs ? "is longer on the right" : "took more time",
              two_legs ? "are longer on the right" : "took more time", &has_any);
    add_count(out, within_count, two_legs ? "is within your usual variation on both" : "is within your usual variation",
              two_legs ? "are within your usual variation on both" : "are within your usual variation", &has_any);
    add_count(out, count[CHANGE_SAME] - within_count, two_legs ? "is about the same on both" : "is about the same",
              two_legs ? "are about the same on both" : "are about the same", &has_any);
    add_count(out, count[CHANGE_NEW], two_legs ? "is on the right only" : "is new",
              two_legs ? "are on the right only" : "are new", &has_any);
    add_count(out, count[CHANGE_GONE], two_legs ? "is on the left only" : "is gone",
              two_legs ? "are on the left only" : "are gone", &has_any);
    add_count(out, count[CHANGE_NOT_THIS_TIME],
              is_one_session ? "was not stopped at this time" : "was not stopped at in the last three sessions",
              is_one_session ? "were not stopped at this time" : "were not stopped at in the last three sessions",
              &has_any);
    add_count(out, count[CHANGE_NOT_BEFORE], "was stopped at now, but not then", "were stopped at now, but not then",
              &has_any);
    add_count(out, count[CHANGE_BETWEEN], "came and went in between", "came and went in between", &has_any);
    add_count(out, count[CHANGE_UNKNOWN], "was not rolled over both times", "were not rolled over both times",
              &has_any);
}

void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view)
{
    bool is_only_repeated = view->kind == COMPARISON_THEN_AND_NOW && view->spot_count == 1;
    if (view->spot_count == 0 || is_only_repeated || compare_words_headline_counts(view))
        return;
    compare_words_add_counts(out, view, "Of");
    text_add(out, ".");
}

void compare_words_add_change(struct text_buffer *out, const struct comparison_view *view,
                              const struct compared_spot *spot)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT, is_one_evening = view->mean_of == 1;
    switch (spot->change) {
    case CHANGE_SAME: text_add(out, compare_words_same(&spot->dwell_s)); break;
    case CHANGE_LESS:
    case CHANGE_MORE:
        words_add_duration(out, fabs(spot->dwell_s.change));
        text_add(out, spot->change == CHANGE_LESS ? (two_legs ? " longer on the left" : " less")
                                                  : (two_legs ? " longer on the right" : " more"));
        break;
    case CHANGE_NEW:
        text_addf(out, "%s%s", two_legs ? "only on the right" : "new", two_legs && is_one_evening ? " this time" : "");
        break;
    case CHANGE_GONE:
        text_addf(out, "%s%s", two_legs ? "only on the left" : "gone", two_legs && is_one_evening ? " this time" : "");
        break;
    case CHANGE_NOT_THIS_TIME: text_addf(out, "not stopped at %s", compare_words_this_time(view)); break;
    case CHANGE_NOT_BEFORE: text_add(out, "now, but not then"); break;
    case CHANGE_BETWEEN: text_add(out, "came and went"); break;
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
    text_addf(&note, "%s, rolling began about %.0f mm %s than %s. The spots were matched with this in mind.",
              two_legs ? "On the left" : "Then", fabs(shift_mm), shift_mm < 0 ? "nearer to the knee" : "higher up",
              two_legs ? "on the right" : "now");
    add(context, note.bytes ? note.bytes : "");
    text_free(&note);
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
        add(context, "Not all sessions have a date; the order is that of the command line.");
    if (view->kind == COMPARISON_LEFT_AND_RIGHT && view->both_dated && labs(view->days_between) > 1) {
        struct text_buffer note = {0};
        text_add(&note, "The two legs were not recorded together, but ");
        iso_time_add_duration(&note, labs(view->days_between));
        text_add(&note, " apart.");
        add(context, note.bytes ? note.bytes : "");
        text_free(&note);
    }
    if (forces)
        add(context, forces);
    if (view->mean_of > 1 && view->kind == COMPARISON_THEN_AND_NOW)
        add(context, "The first three sessions are compared with the last three, because single sessions differ.");
    else if (view->mean_of > 1)
        add(context,
            "As many of the last sessions of each leg are compared as both have, because single sessions differ.");
    add_alignment_note(view, add, context);
    if (has_symmetry_index(view))
        add(context, "Symmetry index: 0 % means equal, plus means more on the right, minus more on the left.");
    if (view->tracks.scale.has_two_lengths)
        add(context, MULTI_SESSION_TWO_LENGTHS);
    else if (view->tracks.scale.by_percent)
        add(context, "The thigh lengths differ, so spots were matched by their fraction of the way to the knee.");
    else if (!(view->tracks.scale.length_mm > 0))
        add(context, "No session gives the length of the thigh, so spots were matched by millimetres.");
}
