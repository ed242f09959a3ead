/* SPDX-License-Identifier: MIT */
#include "trend/trend_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>

const char TREND_WORDS_LIMITS[] = "A trend is the median of the slopes between all pairs of sessions (Theil-Sen), from "
                                  "a spot's first sighting to its last; a single unusual evening hardly changes it. "
                                  "\"No clear trend\" means that its 95 % interval contains both rising and falling "
                                  "slopes. Sessions without a stay at the spot are not part of the line. "
                                  "A spot is called new or gone only after six sessions or more, if it was absent for "
                                  "two weeks and too often for chance.";

const char *trend_words_leg(enum session_leg leg)
{
    return leg == SESSION_LEG_LEFT ? "Left thigh" : leg == SESSION_LEG_RIGHT ? "Right thigh" : "Thigh";
}

static void add_count(struct text_buffer *out, size_t count, const char *words)
{
    if (count > 0)
        text_addf(out, ", %zu %s", count, words);
}

void trend_words_add_headline(struct text_buffer *out, const struct trend_leg *leg)
{
    size_t present = 0, new_spots = 0, gone = 0, shorter = 0, longer = 0;
    for (size_t k = 0; k < leg->spot_count; k++) {
        const struct trend_spot *spot = &leg->spot[k];
        present += trend_spot_is_present(spot);
        new_spots += spot->state == TREND_SPOT_NEW;
        gone += spot->state == TREND_SPOT_GONE || spot->state == TREND_SPOT_PASSED;
        shorter += spot->state == TREND_SPOT_STEADY && spot->dwell.direction == TREND_FALLING;
        longer += spot->state == TREND_SPOT_STEADY && spot->dwell.direction == TREND_RISING;
    }
    if (present == 0)
        text_add(out, "no spots now");
    else
        words_add_count(out, present, "spot now", "spots now");
    add_count(out, shorter, "with shorter stays");
    add_count(out, longer, "with longer stays");
    add_count(out, new_spots, "new");
    if (gone > 0)
        text_addf(out, "; %zu gone", gone);
    text_add(out, ".");
}

/* Return how much the dwell on a spot changed, s: its median dwell if the spot is new or gone, 0 if the spot is rare
 * or has no clear trend. */
static double dwell_change_s(const struct trend_spot *spot)
{
    if (spot->state == TREND_SPOT_RARE)
        return 0;
    if (spot->state != TREND_SPOT_STEADY)
        return spot->median_dwell_s;
    return trend_line_is_clear(&spot->dwell) ? fabs(spot->dwell.end_value - spot->dwell.start_value) : 0;
}

void trend_words_add_biggest_change(struct text_buffer *out, const struct trend_leg *leg)
{
    const struct trend_spot *largest = NULL;
    for (size_t k = 0; k < leg->spot_count; k++)
        if (dwell_change_s(&leg->spot[k]) > (largest ? dwell_change_s(largest) : 0))
            largest = &leg->spot[k];
    if (!largest)
        return;
    text_addf(out, "The spot at %.0f mm ", words_rounded(largest->center_mm));
    if (largest->state == TREND_SPOT_STEADY) {
        text_add(out, "went from about ");
        words_add_duration(out, largest->dwell.start_value);
        text_add(out, " to ");
        words_add_duration(out, largest->dwell.end_value);
    } else {
        bool is_new = largest->state == TREND_SPOT_NEW;
        text_add(out, is_new ? "is new since " : "was last seen on ");
        iso_time_add_day(out, leg->session[is_new ? largest->track->first : largest->track->last]->started.day);
        text_add(out, is_new ? "; it takes about " : "; it used to take about ");
        words_add_duration(out, largest->median_dwell_s);
    }
    text_add(out, ".");
}

static void add_direction(struct text_buffer *out, const struct trend_line *line)
{
    switch (line->direction) {
    case TREND_TOO_FEW: text_add(out, "too few sessions for a trend"); return;
    case TREND_UNCLEAR: text_add(out, "no clear trend"); return;
    case TREND_SAME: text_add(out, "about the same throughout"); return;
    case TREND_FALLING:
    case TREND_RISING: break;
    }
    text_add(out, line->direction == TREND_FALLING ? "getting shorter, from about " : "getting longer, from about ");
    words_add_duration(out, line->start_value);
    text_add(out, " to ");
    words_add_duration(out, line->end_value);
}

/* Return in how many sessions since the last sighting the roller rolled over the spot without a stop. */
static size_t count_absences_now(const struct trend_leg *leg, const struct spot_track *track)
{
    size_t count = 0;
    for (size_t i = track->last + 1; i < leg->session_count; i++)
        count += track->sighting[i] == SIGHTING_NONE;
    return count;
}

void trend_words_add_history(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    if (spot->state == TREND_SPOT_RARE) {
        text_add(out, "seen only once or rarely");
        return;
    }
    if (spot->state == TREND_SPOT_NEW || spot->state == TREND_SPOT_PASSED) {
        text_add(out, spot->state == TREND_SPOT_NEW ? "new since " : "appeared on ");
        iso_time_add_day(out, leg->session[spot->track->first]->started.day);
        text_add(out, "; ");
    }
    if (spot->state == TREND_SPOT_GONE || spot->state == TREND_SPOT_PASSED) {
        text_add(out, "gone, last seen on ");
        iso_time_add_day(out, leg->session[spot->track->last]->started.day);
        text_add(out, "; until then ");
    }
    add_direction(out, &spot->dwell);
    size_t absent_count = count_absences_now(leg, spot->track);
    if (trend_spot_is_present(spot) && absent_count == 1)
        text_add(out, "; not stopped at this time");
    else if (trend_spot_is_present(spot) && absent_count > 1)
        text_addf(out, "; not stopped at in the last %zu sessions", absent_count);
}

void trend_words_add_slope(struct text_buffer *out, const struct trend_line *line, const char *unit, int decimals)
{
    if (!isfinite(line->fit.slope)) {
        text_add(out, "unknown");
        return;
    }
    text_addf(out, "%+.*f %s per week", decimals, line->fit.slope, unit);
    if (isfinite(line->fit.low))
        text_addf(out, " (%+.*f to %+.*f)", decimals, line->fit.low, decimals, line->fit.high);
    else
        text_add(out, " (too few sessions for an interval)");
}

void trend_words_add_sightings(struct text_buffer *out, const struct trend_spot *spot)
{
    size_t sessions = 0;
    for (size_t i = spot->track->first; i <= spot->track->last; i++)
        sessions += spot->track->sighting[i] != SIGHTING_NOT_ROLLED;
    text_addf(out, "in %zu of %zu sessions", spot->track->seen_count, sessions);
}

void trend_words_each_note(const struct trend_leg *leg, void (*add)(void *context, const char *note), void *context)
{
    const char *forces = leg->force_scale == FORCE_SCALE_NONE
                             ? "The forces of some sessions cannot be compared with those of the last one, "
                               "because a roller was not calibrated; these sessions are left out of the impulse."
                             : multi_session_force_note(leg->force_scale);
    if (leg->leg == SESSION_LEG_UNKNOWN)
        add(context, "No session says which leg it was; they are compared as one leg.");
    if (forces)
        add(context, forces);
    if (leg->saturated_count > 0 && leg->force_scale != FORCE_SCALE_SATURATED) {
        struct text_buffer note = {0};
        text_addf(
            &note,
            "In %zu of the sessions the strips saturated, so they show only part of a large force; the impulse is "
            "left out there.",
            leg->saturated_count);
        add(context, note.bytes ? note.bytes : "");
        text_free(&note);
    }
    if (leg->tracks.scale.has_two_lengths)
        add(context, MULTI_SESSION_TWO_LENGTHS);
}
