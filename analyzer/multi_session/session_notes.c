/* SPDX-License-Identifier: MIT */
#include "multi_session/session_notes.h"

#include "multi_session/force_scale.h"
#include "result/words.h"

#include <math.h>

#define FAR_SESSIONS_MIN 4 /* with fewer sessions no date is far from the others */
#define FAR_DAYS_MIN 180   /* a date this far from all others may be that of a wrong clock */
#define FAR_GAPS_MIN 3     /* ... and at least so many times the longest gap between the others */
#define RADIUS_RATIO 1.02  /* measurements of one radius differ by less */
#define DURATION_RATIO 3.0 /* shorter and longer sessions are comparable */

void session_notes_pass(struct text_buffer *note, session_notes_receiver *add, void *context)
{
    add(context, note->failed ? NULL : note->bytes);
    text_free(note);
}

/* Return the longest gap between neighbours in [from, end), days. */
static long longest_gap(const struct session_summary *const session[], size_t from, size_t end)
{
    long longest = 0;
    for (size_t i = from + 1; i < end; i++) {
        long gap = session[i]->started.day - session[i - 1]->started.day;
        longest = gap > longest ? gap : longest;
    }
    return longest;
}

/* A wrong clock puts one session long before, or long after, all others. */
static void note_far_date(const struct session_summary *const session[], size_t count, session_notes_receiver *add,
                          void *context)
{
    if (count < FAR_SESSIONS_MIN)
        return;
    long before = session[1]->started.day - session[0]->started.day,
         after = session[count - 1]->started.day - session[count - 2]->started.day;
    bool is_first = before > after;
    long gap = is_first ? before : after,
         other = is_first ? longest_gap(session, 1, count) : longest_gap(session, 0, count - 1);
    struct text_buffer note = {0};
    if (gap < FAR_DAYS_MIN || gap < FAR_GAPS_MIN * other)
        return;
    text_add(&note, "The session of ");
    iso_time_add_day(&note, session[is_first ? 0 : count - 1]->started.day);
    text_add(&note, " is ");
    iso_time_add_duration(&note, gap);
    text_addf(&note, " %s all others. If its computer had a wrong clock, correct its line \"# started\".",
              is_first ? "before" : "after");
    session_notes_pass(&note, add, context);
}

/* Two sessions of one leg at the same time are of two people, or one recording in two files. */
static void note_overlap(const struct session_summary *const session[], size_t count, session_notes_receiver *add,
                         void *context)
{
    for (size_t i = 1; i < count; i++) {
        const struct session_summary *before = session[i - 1];
        struct text_buffer note = {0};
        if (!(session[i]->started.utc_s < before->started.utc_s + before->duration_s))
            continue;
        text_add(&note, "Two sessions of this leg were recorded at the same time, on ");
        iso_time_add(&note, &session[i]->started);
        text_add(&note, ". They are of two people, or one recording in two files.");
        session_notes_pass(&note, add, context);
        return;
    }
}

/* A roller has one radius. Positions are in proportion to the radius that is given. */
static void note_radii(const struct session_summary *const session[], size_t count, enum units units,
                       session_notes_receiver *add, void *context)
{
    for (size_t i = 1; i < count; i++) {
        double before_mm = session[i - 1]->header.rolling_radius_mm, mm = session[i]->header.rolling_radius_mm;
        struct text_buffer note = {0};
        bool differ = fmax(before_mm, mm) > RADIUS_RATIO * fmin(before_mm, mm);
        if (!differ || !force_scale_is_same_roller(&session[i - 1]->header, &session[i]->header))
            continue;
        text_addf(&note,
                  "Two rolling radii are given for the same roller, %.*f and %s. With a wrong radius all positions of "
                  "a session are wrong in proportion.",
                  units_table_digits(units), before_mm / units_length_mm(units), units_fine_length(units, mm).text);
        session_notes_pass(&note, add, context);
        return;
    }
}

static void note_durations(const struct session_summary *const session[], size_t count, session_notes_receiver *add,
                           void *context)
{
    double shortest_s = INFINITY, longest_s = 0, least_rolled_s = INFINITY, most_rolled_s = 0;
    struct text_buffer note = {0};
    for (size_t i = 0; i < count; i++) {
        double rolled_s = session[i]->loaded_s - session_summary_spots_s(session[i]); /* without the time on spots */
        shortest_s = fmin(shortest_s, session[i]->loaded_s);
        longest_s = fmax(longest_s, session[i]->loaded_s);
        least_rolled_s = fmin(least_rolled_s, rolled_s);
        most_rolled_s = fmax(most_rolled_s, rolled_s);
    }
    /* neither long stops alone nor few of them make a session long or short */
    if (!(longest_s >= DURATION_RATIO * shortest_s) || !(most_rolled_s >= DURATION_RATIO * least_rolled_s))
        return;
    text_add(&note, "The sessions last from ");
    words_add_duration(&note, shortest_s);
    text_add(&note, " to ");
    words_add_duration(&note, longest_s);
    text_add(&note, " on the roller. A longer session leaves more time for each spot.");
    session_notes_pass(&note, add, context);
}

/* Add "350 mm on 2 March 2026", or "350 mm in session 1" without a date. */
static void add_length(struct text_buffer *note, const struct session_summary *const session[], size_t index,
                       enum units units)
{
    text_addf(note, "%s ", units_length(units, session[index]->header.thigh_length_mm).text);
    if (session[index]->started.known) {
        text_add(note, "on ");
        iso_time_add_day(note, session[index]->started.day);
    } else {
        text_addf(note, "in session %zu", index + 1);
    }
}

void session_notes_lengths(const struct session_summary *const session[], size_t count, enum units units,
                           session_notes_receiver *add, void *context)
{
    size_t first = 0, other = 0;
    double most_mm = 0;
    struct text_buffer note = {0};
    while (first + 1 < count && !(session[first]->header.thigh_length_mm > 0))
        first++;
    for (size_t i = first + 1; i < count; i++) {
        double length_mm = session[i]->header.thigh_length_mm,
               difference_mm = length_mm > 0 ? fabs(length_mm - session[first]->header.thigh_length_mm) : 0;
        if (difference_mm > most_mm) {
            most_mm = difference_mm;
            other = i;
        }
    }
    if (!(most_mm > 0))
        return;
    text_add(&note, "The files give different lengths of the thigh: ");
    add_length(&note, session, first, units);
    text_add(&note, ", but ");
    add_length(&note, session, other, units);
    text_addf(
        &note,
        ". Please correct the wrong ones. Spots were matched by their distance in %s, for which the length matters "
        "little.",
        units_length_name(units));
    session_notes_pass(&note, add, context);
}

void session_notes_each(const struct session_summary *const session[], size_t count, bool by_time, enum units units,
                        session_notes_receiver *add, void *context)
{
    if (by_time) {
        note_far_date(session, count, add, context);
        note_overlap(session, count, add, context);
    }
    note_radii(session, count, units, add, context);
    note_durations(session, count, add, context);
}
