/* SPDX-License-Identifier: MIT */
#include "compare/compare_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>
#include <stdlib.h>

#define SHIFT_MIN_MM 10.0 /* smaller shifts between sessions are not mentioned */

/* Add a note if the positions of the first and the last session are shifted against each other. */
static void add_alignment_note(const struct comparison_view *view, session_notes_receiver *add, void *context)
{
    const struct session_offset *offset = view->tracks.scale.offset;
    double shift_mm = offset[0].mm - offset[view->session_count - 1].mm;
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    struct text_buffer note = {0};
    if (fabs(shift_mm) < SHIFT_MIN_MM)
        return;
    text_addf(&note,
              "%s, rolling began about %s %s than %s. Matching the spots allows for this; the positions shown are "
              "as measured.",
              two_legs ? "On the left" : "In the first session", units_length(view->units, fabs(shift_mm)).text,
              shift_mm < 0 ? "nearer to the knee" : "higher up", two_legs ? "on the right" : "in the last");
    session_notes_pass(&note, add, context);
}

/* Whether the stops at a spot are counted anywhere. */
static bool is_any_stop_counted(const struct comparison_view *view)
{
    for (size_t k = 0; k < view->spot_count; k++)
        if (compare_words_counts_stops(view, &view->spot[k].dwell_s))
            return true;
    return false;
}

/* Add notes about means: which sessions are in them, and what they are. */
static void add_mean_notes(const struct comparison_view *view, session_notes_receiver *add, void *context)
{
    if (view->kind == COMPARISON_THEN_AND_NOW) {
        struct text_buffer note = {0};
        add(context, "The first three sessions are compared with the last three, because single sessions differ.");
        text_addf(&note, "The command trend uses all %zu sessions. If it says something else, trust it more.",
                  view->session_count);
        session_notes_pass(&note, add, context);
    } else {
        struct text_buffer note = {0};
        text_addf(&note, "The last %zu sessions of each leg are compared, because single sessions differ.",
                  view->mean_of);
        session_notes_pass(&note, add, context);
    }
    if (view->spot_count > 0)
        add(context,
            view->spot_count == 1
                ? "Each time is typical of the sessions with a stop."
                : "Each time is typical of the sessions with a stop, so the times of the spots do not add up.");
    if (view->kind == COMPARISON_THEN_AND_NOW && is_any_stop_counted(view))
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

static void add_unknown_length_note(const struct comparison_view *view, session_notes_receiver *add, void *context)
{
    struct text_buffer note = {0};
    text_addf(&note, "No session gives the length of the thigh, so spots were matched by their distance in %s.",
              units_length_name(view->units));
    session_notes_pass(&note, add, context);
}

void compare_words_each_note(const struct comparison_view *view, session_notes_receiver *add, void *context)
{
    const char *forces = multi_session_force_note(view->force_scale);
    if (view->kind == COMPARISON_THEN_AND_NOW && view->leg == SESSION_LEG_UNKNOWN)
        add(context, "No session says which leg it was; they are compared as one leg.");
    if (!view->sorted_by_time && view->kind == COMPARISON_THEN_AND_NOW)
        add(context, "Not all sessions have a date, so they are in the order in which you named the files.");
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
        add(context, "Symmetry index: 0 means equal, +200 all on the right, -200 all on the left.");
    if (view->tracks.scale.has_two_lengths)
        session_notes_lengths(view->session, view->session_count, view->units, add, context);
    else if (view->tracks.scale.by_percent)
        add(context, "The thigh lengths differ, so spots were matched by how far they are on the way to the knee.");
    else if (!(view->tracks.scale.length_mm > 0))
        add_unknown_length_note(view, add, context);
    session_notes_each(view->session, view->session_count, view->sorted_by_time, view->units, add, context);
}
