/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>

#define SESSIONS_TO_TELL_MAX 99
#define SHIFT_MIN_MM 10.0 /* smaller shifts between sessions are not mentioned */

const char COMPARE_WORDS_LIMITS[] =
    "Times differ by a third and forces by a seventh from one evening to the next without any lasting change. So one "
    "session against one must differ by a factor of about 2.6 in time and 1.5 in force, and the means of three "
    "sessions by 1.8 and 1.3, before it is called a change; from six sessions on, your own variation is used. Smaller "
    "differences are \"within your usual variation\", or \"about the same\" where the roller cannot resolve them. A "
    "spot is called new or gone only after six sessions or more, if it was absent for two weeks and too often for "
    "chance.";

const char *compare_words_same(const struct difference *difference)
{
    return difference->is_resolved ? "within your usual variation" : "about the same";
}

const char *compare_words_unknown(const struct difference *difference)
{
    return isfinite(difference->mdc_ratio) ? "cannot be told" : "not comparable";
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

void compare_words_add_spot_counts(struct text_buffer *out, const struct comparison_view *view)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    size_t count[CHANGE_BETWEEN + 1] = {0}, within_count = 0;
    bool has_any = false;
    for (size_t k = 0; k < view->spot_count; k++) {
        count[view->spot[k].change]++;
        within_count += view->spot[k].change == CHANGE_SAME && view->spot[k].dwell_s.is_resolved;
    }
    if (view->spot_count == 0)
        return;
    if (view->spot_count > 1)
        text_addf(out, "Of %zu spots ", view->spot_count);
    if (view->spot_count == 1)
        text_add(out, "Of the one spot: ");
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
    add_count(out, count[CHANGE_NOT_THIS_TIME], "was not stopped at this time", "were not stopped at this time",
              &has_any);
    add_count(out, count[CHANGE_NOT_BEFORE], "was stopped at now, but not then", "were stopped at now, but not then",
              &has_any);
    add_count(out, count[CHANGE_BETWEEN], "came and went in between", "came and went in between", &has_any);
    add_count(out, count[CHANGE_UNKNOWN], "was not rolled over both times", "were not rolled over both times",
              &has_any);
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
    case CHANGE_NOT_THIS_TIME: text_add(out, "not stopped at this time"); break;
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
    struct text_buffer note = {0};
    if (fabs(shift_mm) < SHIFT_MIN_MM)
        return;
    text_addf(&note, "You began about %.0f mm %s %s than %s; the spots were matched with that taken into account.",
              fabs(shift_mm), shift_mm < 0 ? "nearer to the knee" : "higher up", compare_words_first_label(view),
              compare_words_last_label(view));
    add(context, note.bytes ? note.bytes : "");
    text_free(&note);
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
        add(context, "The means of the first three sessions and of the last three are compared: evenings differ.");
    else if (view->mean_of > 1)
        add(context, "The means of the last sessions of each leg are compared, as many as both have: evenings differ.");
    add_alignment_note(view, add, context);
    if (view->tracks.scale.has_two_lengths)
        add(context, MULTI_SESSION_TWO_LENGTHS);
    else if (view->tracks.scale.by_percent)
        add(context, "The thigh lengths differ, so spots were matched by their fraction of the way to the knee.");
    else if (!(view->tracks.scale.length_mm > 0))
        add(context, "No session gives the length of the thigh, so spots were matched by millimetres.");
}
