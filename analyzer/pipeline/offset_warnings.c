/* SPDX-License-Identifier: MIT */
#include "pipeline/analysis.h"

#include <math.h>

static void warn_about_turn(struct notes *notes, const struct analysis *analysis, const struct turn_round *turn)
{
    const char *what = "lifted and perhaps turned round, end for end. Positions after that are uncertain.";
    if (turn->is_certain)
        what = "turned round, end for end; from there on, positions count in the opposite direction.";
    else if (turn->is_turned)
        what = "probably turned round, end for end: otherwise you would have rolled far beyond the thigh. Positions "
               "after that are uncertain.";
    unsigned seconds = (unsigned)analysis->session.time_s[turn->row];
    notes_add(notes, "At about %u:%02u the roller was %s", seconds / 60, seconds % 60, what);
}

/* Warn about a jump of the offset; `what` says what happened, up to the time. */
static void warn_about_jump(struct notes *notes, const struct analysis *analysis, enum units units,
                            const struct offset_jump *jump, const char *what)
{
    unsigned seconds = (unsigned)analysis->session.time_s[jump->row];
    notes_add(notes, "%s about %u:%02u by about %s; positions after that were corrected by where your strokes end.",
              what, seconds / 60, seconds % 60, units_length(units, fabs(jump->mm)).text);
}

/* Warn about lifts after which the roller lay far from where it was; if there are several, with the usual distance. */
static void warn_about_put_backs(struct notes *notes, const struct analysis *analysis, enum units units)
{
    const struct put_backs *backs = &analysis->position.backs;
    double sum_mm = 0;
    for (size_t k = 0; k < backs->count; k++)
        sum_mm += fabs(backs->put_back[k].mm) * analysis->position.scale;
    if (backs->count == 0)
        return;
    struct units_text far = units_length(units, sum_mm / (double)backs->count);
    unsigned seconds = (unsigned)analysis->session.time_s[backs->put_back[0].row];
    if (backs->count == 1)
        notes_add(
            notes,
            "After the lift at about %u:%02u the roller lay about %s from where it was before. Otherwise you would "
            "have rolled far beyond the thigh. Later positions were moved so that they fit it.",
            seconds / 60, seconds % 60, far.text);
    else
        notes_add(
            notes,
            "After each of %zu lifts, from about %u:%02u on, the roller lay about %s from where it was before. You "
            "seem to roll one way and bring it back: otherwise you would have rolled far beyond the thigh. "
            "Positions were moved so that they fit it.",
            backs->count, seconds / 60, seconds % 60, far.text);
}

static void warn_about_slip(struct notes *notes, const struct analysis *analysis, enum units units)
{
    const struct offsets *offsets = &analysis->offsets;
    if (offsets->slip_mm != 0)
        notes_add(notes,
                  "The roller slipped along the thigh by about %s over the session%s; this was corrected by where "
                  "your strokes end.",
                  units_length(units, fabs(offsets->slip_mm)).text,
                  offsets->slid_instead ? ", or slid along it at once" : "");
    if (offsets->slide.mm != 0)
        warn_about_jump(notes, analysis, units, &offsets->slide, "The roller slid along the thigh at");
    if (offsets->possible_mm > 0)
        notes_add(notes,
                  "The roller may have slipped along the thigh, or slid along it at once, by about %s: where your "
                  "strokes end does not tell. Positions were corrected for less than half of it, so a spot may appear "
                  "in two places.",
                  units_length(units, offsets->possible_mm).text);
    for (size_t k = 0; k < offsets->put_back_count; k++)
        warn_about_jump(notes, analysis, units, &offsets->put_back[k],
                        "The roller was put back elsewhere after a lift at");
}

/* Warn about `zero` events that are ignored. */
static void warn_about_zeros(struct notes *notes, const struct analysis *analysis)
{
    const struct zero_events *zeros = &analysis->position.zeros;
    if (zeros->ignored_count == 0)
        return;
    unsigned seconds = (unsigned)analysis->session.time_s[zeros->ignored_row];
    notes_add(notes,
              "At about %u:%02u%s the roller was set to zero in the middle of what you rolled; that was ignored. Hold "
              "its button for a second only at the fold below the buttock: a short press marks a spot.",
              seconds / 60, seconds % 60, zeros->ignored_count > 1 ? ", and again later," : "");
}

void offset_warnings_add(struct notes *notes, const struct analysis *analysis, enum units units)
{
    warn_about_zeros(notes, analysis);
    for (size_t k = 0; k < analysis->position.turns.count; k++)
        warn_about_turn(notes, analysis, &analysis->position.turns.turn[k]);
    warn_about_put_backs(notes, analysis, units);
    warn_about_slip(notes, analysis, units);
}
