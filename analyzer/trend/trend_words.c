/* SPDX-License-Identifier: MIT */
#include "trend/trend_words.h"

#include "multi_session/multi_session_output.h"
#include "result/words.h"

#include <math.h>

#define TIMES_MAX 4     /* of a spot without a trend at most so many times are listed */
#define DECIMALS_MORE 3 /* a number gets at most this many digits more */

const char TREND_WORDS_LIMITS[] =
    "A trend is about the time in all sessions with a stop at the spot; one unusual session hardly changes it. How "
    "often you stop is counted apart. \"No clear trend\" means that we cannot tell whether the time grows or "
    "shrinks. \"About the same\" means that it changes by less than the roller can measure. Numbers in brackets: the "
    "true change per week is probably between them. Single sessions lie above and below a trend "
    "line. " MULTI_SESSION_NEW_OR_GONE
    " To see a steady change, trust this trend more than the command compare, which looks at the first and the last "
    "sessions only. A time is that of all stops at a place in one session. A position is the distance from the upper "
    "thigh, at the last stop. Impulse is force multiplied by time.";

const char *trend_words_leg(enum session_leg leg)
{
    return leg == SESSION_LEG_LEFT ? "Left thigh" : leg == SESSION_LEG_RIGHT ? "Right thigh" : "Thigh";
}

void trend_words_add_ends(struct text_buffer *out, const struct trend_line *line)
{
    text_add(out, "about ");
    words_add_duration(out, line->start_value);
    text_add(out, " to ");
    words_add_duration(out, line->end_value);
}

/* Return words for the trend of the impulse where it is another one than that of the dwell, else NULL. */
static const char *other_impulse(const struct trend_spot *spot)
{
    enum trend_direction dwell = spot->dwell.direction, impulse = spot->impulse.direction;
    bool is_same = impulse == dwell || impulse == TREND_TOO_FEW;
    if (is_same || (trend_direction_is_clear(dwell) && !trend_direction_is_clear(impulse)))
        return NULL;
    return impulse == TREND_FALLING  ? "falling impulse"
           : impulse == TREND_RISING ? "rising impulse"
           : impulse == TREND_SAME   ? "impulse about the same"
                                     : "impulse without a clear trend";
}

/* Add the times of a spot with too few sessions for a trend: ": 38 s, then 19 s"; nothing if it is a long list, as of
 * many sessions on one day. */
static void add_times(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    const char *separator = ": ";
    if (spot->track->seen_count > TIMES_MAX)
        return;
    for (size_t i = 0; i < leg->session_count; i++) {
        if (!(spot->dwell_s[i] > 0))
            continue;
        text_add(out, separator);
        words_add_duration(out, spot->dwell_s[i]);
        separator = ", then ";
    }
}

static void add_direction(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    const struct trend_line *line = &spot->dwell;
    const char *impulse = other_impulse(spot);
    switch (line->direction) {
    case TREND_TOO_FEW:
        text_add(out, "too few sessions for a trend");
        add_times(out, leg, spot);
        break;
    case TREND_UNCLEAR: text_add(out, impulse ? "no clear trend in time" : "no clear trend"); break;
    case TREND_SAME: text_add(out, impulse ? "time about the same throughout" : "about the same throughout"); break;
    case TREND_FALLING:
    case TREND_RISING:
        text_addf(out, "getting %s, along the trend line from ",
                  line->direction == TREND_FALLING ? "shorter" : "longer");
        trend_words_add_ends(out, line);
        break;
    }
    if (impulse)
        text_addf(out, "; %s", impulse);
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
        text_add(out, "came on ");
        iso_time_add_day(out, leg->session[spot->track->first]->started.day);
        text_add(out, "; ");
    }
    if (spot->state == TREND_SPOT_GONE || spot->state == TREND_SPOT_PASSED) {
        text_add(out, "gone, last stop on ");
        iso_time_add_day(out, leg->session[spot->track->last]->started.day);
        text_add(out, "; until then ");
    }
    add_direction(out, leg, spot);
    if (spot->state == TREND_SPOT_STEADY && trend_direction_is_clear(spot->often.direction)) {
        text_addf(out, "; you stopped there %s often than chance explains: ",
                  spot->often.direction == TREND_FALLING ? "less" : "more");
        trend_words_add_often(out, &spot->often);
    }
    size_t absent_count = count_absences_now(leg, spot->track);
    if (trend_spot_is_present(spot) && absent_count == 1)
        text_add(out, "; no stop in the last session");
    else if (trend_spot_is_present(spot) && absent_count > 1)
        text_addf(out, "; no stop in the last %zu sessions", absent_count);
}

/* Return how many decimals a number needs, at least `decimals`, so that it does not look like 0 unless it is 0. */
static int needed_decimals(double value, int decimals)
{
    int needed = decimals;
    while (needed < decimals + DECIMALS_MORE && value != 0 && isfinite(value) && fabs(value) < 0.5 * pow(10, -needed))
        needed++;
    return needed;
}

/* Add a number with its sign, "0" if no digit is left. */
static void add_signed(struct text_buffer *out, double value, int decimals)
{
    if (fabs(value) < 0.5 * pow(10, -decimals))
        text_add(out, "0");
    else
        text_addf(out, "%+.*f", decimals, value);
}

/* Add the slope of a line in a unit of that size. `decimals`: number of digits after the decimal point, more if a
 * number would look like 0. */
static void add_slope(struct text_buffer *out, const struct trend_line *line, const char *unit, double size,
                      int decimals)
{
    const struct statistics_line *fit = &line->fit;
    const double slope = fit->slope / size, low = fit->low / size, high = fit->high / size;
    if (!isfinite(slope)) {
        text_add(out, "unknown");
        return;
    }
    if (!isfinite(low)) {
        text_add(out, "too few sessions");
        return;
    }
    int needed = needed_decimals(slope, decimals);
    needed = (int)fmax(needed, fmax(needed_decimals(low, decimals), needed_decimals(high, decimals)));
    add_signed(out, slope, needed);
    text_addf(out, " %s per week", unit);
    text_add(out, " (");
    add_signed(out, low, needed);
    text_add(out, " to ");
    add_signed(out, high, needed);
    text_add(out, ")");
    if (trend_direction_is_clear(line->direction)) {
        text_add(out, ", ");
        add_signed(out, line->percent_per_week, needed_decimals(line->percent_per_week, 0));
        text_add(out, " % per week");
    }
}

void trend_words_add_slope_of_time(struct text_buffer *out, const struct trend_line *line)
{
    add_slope(out, line, "s", 1, 2);
}

void trend_words_add_slope_of_impulse(struct text_buffer *out, const struct trend_line *line, enum units units)
{
    add_slope(out, line, units_impulse_symbol(units), units_force_n(units), units == UNITS_US ? 1 : 0);
}

void trend_words_add_often(struct text_buffer *out, const struct trend_often *often)
{
    if (often->direction == TREND_TOO_FEW) {
        text_add(out, "too few days");
        return;
    }
    text_addf(out, "on %zu of the first %zu days that you rolled, and on %zu of the last %zu", often->early_seen,
              often->early_evenings, often->late_seen, often->late_evenings);
}

void trend_words_add_sightings(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    size_t rolled = 0;
    for (size_t i = 0; i < leg->session_count; i++)
        rolled += spot->track->sighting[i] != SIGHTING_NOT_ROLLED;
    if (rolled == leg->session_count)
        text_addf(out, "in %zu of %zu sessions", spot->track->seen_count, rolled);
    else
        text_addf(out, "in %zu of the %zu sessions that rolled there", spot->track->seen_count, rolled);
}
