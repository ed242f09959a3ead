/* SPDX-License-Identifier: MIT */
#include "trend/trend_output.h"

#include "writing/markup.h"
#include "trend/trend_words.h"
#include "result/words.h"

#include <math.h>

#define PLOT_COLUMNS_MAX 40 /* with more sessions, each column stands for several sessions */
#define HISTORY_INDENT 7

/* Return the number of characters in a plot. */
static size_t plot_columns(const struct trend_leg *leg)
{
    return leg->session_count < PLOT_COLUMNS_MAX ? leg->session_count : PLOT_COLUMNS_MAX;
}

/* Return the mean dwell of the sessions of a column, s; NAN if none of them rolled over the spot. */
static double column_mean_s(const struct trend_leg *leg, const struct trend_spot *spot, size_t column)
{
    size_t count = leg->session_count, columns = plot_columns(leg), value_count = 0;
    double sum_s = 0;
    for (size_t i = column * count / columns; i < (column + 1) * count / columns; i++) {
        if (isfinite(spot->dwell_s[i])) {
            sum_s += spot->dwell_s[i];
            value_count++;
        }
    }
    return value_count > 0 ? sum_s / (double)value_count : NAN;
}

/* Return the longest mean of a column, of the first `spot_count` spots. */
static double plot_max_s(const struct trend_leg *leg, size_t spot_count)
{
    double max_s = 0;
    for (size_t k = 0; k < spot_count; k++)
        for (size_t c = 0; c < plot_columns(leg); c++)
            max_s = fmax(max_s, column_mean_s(leg, &leg->spot[k], c)); /* fmax ignores NAN */
    return max_s;
}

/* Add a row of characters for the dwell over time, the longest of which is `max_s`. */
static void add_plot(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot, double max_s)
{
    static const char heights[] = "._-=*#";
    const size_t height_count = sizeof heights - 1;
    char plot[PLOT_COLUMNS_MAX + 1] = "";
    for (size_t c = 0; c < plot_columns(leg); c++) {
        double mean_s = column_mean_s(leg, spot, c), fraction = max_s > 0 ? mean_s / max_s : 0;
        size_t height =
            fraction > 0 ? (size_t)fmin((double)height_count - 1, floor(fraction * (double)height_count)) : 0;
        plot[c] = isnan(mean_s) ? '?' : fraction > 0 ? heights[height] : ' ';
    }
    text_addf(out, "|%s|", plot);
}

/* Add what the characters of a plot mean. */
static void add_plot_key(struct text_buffer *out, const struct trend_leg *leg)
{
    text_add(out, "  (oldest first; blank = no stop; from short to the longest stop of all spots: . _ - = * #)\n");
    if (leg->session_count > PLOT_COLUMNS_MAX)
        text_add(out, "  (a sign is the mean of neighbouring sessions)\n");
    for (size_t k = 0; k < trend_shown_spot_count(leg); k++) {
        for (size_t c = 0; c < plot_columns(leg); c++) {
            if (isnan(column_mean_s(leg, &leg->spot[k], c))) {
                text_add(out, "  (? = that session did not roll over the spot)\n");
                return;
            }
        }
    }
}

static void add_spot(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot, double max_s)
{
    struct text_buffer typical = {0};
    words_add_duration(&typical, spot->median_dwell_s);
    text_addf(out, "  %-3u %4s %s  %-11s ", spot->number, units_length_number(leg->units, spot->center_mm).text,
              units_length_symbol(leg->units), typical.bytes ? typical.bytes : "");
    text_free_and_pass_failure(&typical, out);
    add_plot(out, leg, spot, max_s);
    text_add(out, "  ");
    trend_words_add_sightings(out, leg, spot);
    text_addf(out, "\n%*s", HISTORY_INDENT, "");
    struct text_buffer history = {0};
    trend_words_add_history(&history, leg, spot);
    if (spot->state != TREND_SPOT_RARE && trend_direction_is_clear(spot->dwell.direction)) {
        text_add(&history, "; time ");
        trend_words_add_slope_of_time(&history, &spot->dwell);
    }
    if (spot->state != TREND_SPOT_RARE && trend_direction_is_clear(spot->impulse.direction)) {
        text_add(&history, "; impulse ");
        trend_words_add_slope_of_impulse(&history, &spot->impulse, leg->units);
    }
    multi_session_text_add_wrapped(out, history.bytes ? history.bytes : "", HISTORY_INDENT);
    text_free_and_pass_failure(&history, out);
}

static void add_leg(struct text_buffer *out, const struct trend_leg *leg)
{
    long first = leg->session[0]->started.day, last = leg->session[leg->session_count - 1]->started.day;
    size_t shown = trend_shown_spot_count(leg);
    double max_s = plot_max_s(leg, shown);
    struct text_buffer notes = {0}, change = {0};
    text_addf(out, "%s: ", trend_words_leg(leg->leg));
    trend_words_add_headline(out, leg);
    text_add(out, "\n");
    trend_words_add_changes(&change, leg);
    if (change.bytes)
        multi_session_text_add_wrapped(out, change.bytes, 0);
    text_free_and_pass_failure(&change, out);
    words_add_count(out, leg->session_count, "session, ", "sessions, ");
    iso_time_add_day(out, first);
    if (last != first) {
        text_add(out, " to ");
        iso_time_add_day(out, last);
    }
    text_add(out, "\n\n");
    if (leg->spot_count > 0)
        text_add(out, "  #  position  typical     over time\n");
    for (size_t k = 0; k < shown; k++)
        add_spot(out, leg, &leg->spot[k], max_s);
    if (shown > 0)
        add_plot_key(out, leg);
    if (shown < leg->spot_count)
        text_addf(out, "  and %zu more, each seen in few sessions (the page and --json have them)\n",
                  leg->spot_count - shown);
    trend_words_each_note(leg, multi_session_text_add_note, &notes);
    if (notes.bytes)
        text_addf(out, "\nPlease note\n%s", notes.bytes);
    text_add(out, "\n");
    text_free_and_pass_failure(&notes, out);
}

void trend_text_add(struct text_buffer *out, const struct trend *trend, const char *page_path)
{
    const char *subject = trend->set->session[0].header.subject;
    if (subject[0]) {
        markup_add_sanitized(out, subject);
        text_add(out, "\n");
    }
    for (size_t i = 0; i < trend->leg_count; i++)
        add_leg(out, &trend->leg[i]);
    multi_session_text_add_footer(out, trend->set, TREND_WORDS_LIMITS, page_path);
}
