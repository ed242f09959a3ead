/* SPDX-License-Identifier: MIT */
#include "trend/trend_output.h"

#include "trend/chart_trend.h"
#include "trend/session_groups.h"
#include "multi_session/instrument_resolution.h"
#include "writing/markup.h"
#include "report/page_frame.h"
#include "trend/trend_words.h"
#include "result/words.h"

static void add_date_range(struct text_buffer *out, const struct session_summary *first,
                           const struct session_summary *last)
{
    iso_time_add_day(out, first->started.day);
    if (last->started.day != first->started.day) {
        text_add(out, " to ");
        iso_time_add_day(out, last->started.day);
    }
}

static void add_leg_headline(struct text_buffer *out, const struct trend_leg *leg)
{
    text_addf(out, "%s: ", trend_words_leg(leg->leg));
    trend_words_add_headline(out, leg);
}

static void add_header(struct text_buffer *out, const struct trend *trend)
{
    const struct session_set *set = trend->set;
    text_add(out, "<header>\n<p class=\"kicker\">Foam rolling over the weeks · ");
    add_date_range(out, &set->session[0], &set->session[set->count - 1]);
    text_add(out, "</p>\n<h1>");
    add_leg_headline(out, &trend->leg[0]);
    text_add(out, "</h1>\n");
    for (size_t i = 0; i < trend->leg_count; i++) {
        struct text_buffer lead = {0};
        if (i > 0) {
            add_leg_headline(&lead, &trend->leg[i]);
            text_add(&lead, " ");
        }
        trend_words_add_changes(&lead, &trend->leg[i]);
        if (lead.bytes)
            text_addf(out, "<p class=\"lead\">%s</p>\n", lead.bytes);
        text_free_and_pass_failure(&lead, out);
    }
    text_add(out, "<p class=\"who\">");
    if (set->session[0].header.subject[0]) {
        text_add(out, "<b>");
        markup_add_html(out, set->session[0].header.subject);
        text_add(out, "</b> · ");
    }
    words_add_count(out, set->count, "session", "sessions");
    text_add(out, "</p>\n</header>\n");
}

static void add_spot(struct text_buffer *out, const struct trend_leg *leg, const struct trend_spot *spot)
{
    multi_session_page_begin_spot(out, spot->number, spot->thigh_percent, units_length(leg->units, spot->center_mm),
                                  !trend_spot_is_present(spot));
    text_add(out, "<p class=\"time\">");
    words_add_duration(out, spot->median_dwell_s);
    text_add(out, "</p>\n<p class=\"more\"><b>");
    struct text_buffer history = {0};
    trend_words_add_history(&history, leg, spot);
    if (history.bytes)
        words_add_capitalized(out, history.bytes);
    text_free_and_pass_failure(&history, out);
    text_addf(out, "</b> · %s from the upper thigh · ", units_length(leg->units, spot->center_mm).text);
    trend_words_add_sightings(out, leg, spot);
    text_add(out, "</p></li>\n");
}

/* Add the chart with a description for people who cannot see it. */
static void add_chart(struct text_buffer *out, const struct trend_leg *leg, const struct chart_pair *chart)
{
    struct text_buffer description = {0};
    struct legend legend;
    struct session_groups groups;
    session_groups_make(&groups, leg);
    text_add(out, groups.days == 0 ? "<h3>Session by session</h3>\n" : "<h3>Over time</h3>\n<p class=\"sub\">");
    if (groups.days > 0) {
        text_add(out, "Each dot is the median of the sessions of ");
        session_groups_add_length(out, &groups);
        text_add(out, ". The band holds the middle half of them.</p>\n");
    }
    text_add(&description,
             "Over time: where the spots were, and the seconds and the impulse of each in every session. ");
    for (size_t k = 0; k < trend_shown_spot_count(leg); k++) {
        text_addf(&description, "Spot %u at %s: ", leg->spot[k].number,
                  units_length(leg->units, leg->spot[k].center_mm).text);
        trend_words_add_history(&description, leg, &leg->spot[k]);
        text_add(&description, ". ");
    }
    chart_trend_legend(&legend, leg);
    multi_session_page_add_chart(out, chart, description.bytes ? description.bytes : "", &legend);
    text_free_and_pass_failure(&description, out);
}

/* Add the spots [first, end) as a list. */
static void add_list(struct text_buffer *out, const struct trend_leg *leg, size_t first, size_t end)
{
    text_add(out, "<ol class=\"spots\">\n");
    for (size_t k = first; k < end; k++)
        add_spot(out, leg, &leg->spot[k]);
    text_add(out, "</ol>\n");
}

/* Add the list of the spots. Over years there are many rare ones, which are folded. */
static void add_spots(struct text_buffer *out, const struct trend_leg *leg)
{
    size_t shown = trend_shown_spot_count(leg);
    if (shown > 0)
        add_list(out, leg, 0, shown);
    if (shown == leg->spot_count)
        return;
    text_add(out, "<details><summary>");
    words_add_count(out, leg->spot_count - shown, "more spot", "more spots");
    text_add(out, ", each seen in few sessions</summary>\n");
    add_list(out, leg, shown, leg->spot_count);
    text_add(out, "</details>\n");
}

static void add_leg(struct text_buffer *out, const struct trend_leg *leg, const struct chart_pair *chart)
{
    struct text_buffer notes = {0};
    text_addf(out, "<section class=\"card long\"><h2>%s</h2>\n<p class=\"sub\">", trend_words_leg(leg->leg));
    words_add_count(out, leg->session_count, "session", "sessions");
    text_add(out, ", ");
    add_date_range(out, leg->session[0], leg->session[leg->session_count - 1]);
    text_add(out, ". The time beside a spot is typical of the sessions with a stop there.</p>\n");
    add_spots(out, leg);
    if (chart && leg->spot_count > 0)
        add_chart(out, leg, chart);
    trend_words_each_note(leg, multi_session_page_add_note, &notes);
    multi_session_page_add_notes(out, &notes);
    text_free_and_pass_failure(&notes, out);
    text_add(out, "</section>\n");
}

/* Add how often there were stops, and whether that changed. */
static void add_often(struct text_buffer *out, const struct trend_spot *spot)
{
    static const char *const verdict[] = {[TREND_TOO_FEW] = "",
                                          [TREND_UNCLEAR] = "unclear: ",
                                          [TREND_SAME] = "as often: ",
                                          [TREND_FALLING] = "less often: ",
                                          [TREND_RISING] = "more often: "};
    text_addf(out, "<td>%s",
              spot->state == TREND_SPOT_NEW                                        ? "new: "
              : spot->state == TREND_SPOT_GONE || spot->state == TREND_SPOT_PASSED ? "gone: "
                                                                                   : verdict[spot->often.direction]);
    trend_words_add_often(out, &spot->often);
    text_add(out, "</td>");
}

static void add_numbers(struct text_buffer *out, const struct trend_leg *leg)
{
    if (leg->spot_count == 0)
        return;
    text_addf(out,
              "<h3>%s: slopes with their 95 %% intervals</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
              "aria-label=\"Slopes\"><table><thead><tr><th scope=\"col\">Spot</th><th scope=\"col\">Centre, %s</th>"
              "<th scope=\"col\">Seen</th><th scope=\"col\">Median, s</th><th scope=\"col\">Time</th>"
              "<th scope=\"col\">Impulse</th><th scope=\"col\">How often</th></tr></thead><tbody>\n",
              trend_words_leg(leg->leg), units_length_symbol(leg->units));
    for (size_t k = 0; k < leg->spot_count; k++) {
        const struct trend_spot *spot = &leg->spot[k];
        text_addf(out, "<tr><th scope=\"row\">%u</th>", spot->number);
        page_frame_add_length_cell(out, leg->units, spot->center_mm);
        page_frame_add_number_cell(out, (double)spot->track->seen_count, 0);
        page_frame_add_number_cell(out, spot->median_dwell_s, 1);
        text_add(out, "<td>");
        trend_words_add_slope_of_time(out, &spot->dwell);
        text_add(out, "</td><td>");
        trend_words_add_slope_of_impulse(out, &spot->impulse, leg->units);
        text_add(out, "</td>");
        add_often(out, spot);
        text_add(out, "</tr>\n");
    }
    text_add(out, "</tbody></table></div>\n");
}

static void add_details(struct text_buffer *out, const struct trend *trend)
{
    text_addf(
        out,
        "<details class=\"card\"><summary>Method and numbers, for labs and the curious</summary>\n"
        "<h3>How spots are followed</h3>\n"
        "<p>The sessions are aligned by where their strokes end and by their spots, because the roller does "
        "not begin at the same place every time. Then each session's spots are matched one to one, in order "
        "along the thigh, with the spots of earlier sessions. Matching spots lie within %s, or within the "
        "uncertainty of their positions. For this, a spot's position is the median of its last nine sightings; the one "
        "shown is that of the last stop. A spot is new if it was absent for at least two weeks before its first "
        "sighting. Chance must also explain so many absences in less than 5 %% of series, given how often there is a "
        "stop otherwise. A spot is gone if the same is true after its last sighting. Fewer than six evenings never "
        "make a spot new or gone.</p>\n"
        "<h3>How the trend is drawn</h3>\n"
        "<p>Theil-Sen: the median of the slopes between all pairs of sessions, with an interval from "
        "Kendall's S (Sen 1968), wider where neighbouring sessions are alike. A trend needs at least five sessions. "
        "Impulse is force multiplied by time; "
        "sessions whose forces are not comparable with those of the last session are left out of it.</p>\n",
        units_round_length(trend->set->options.units, INSTRUMENT_SAME_SPOT_MM).text);
    for (size_t i = 0; i < trend->leg_count; i++)
        add_numbers(out, &trend->leg[i]);
    multi_session_page_add_sessions(out, trend->set);
    text_add(out, "</details>\n");
}

void trend_html_add(struct text_buffer *out, const struct trend *trend, const struct trend_charts *charts,
                    const char *no_charts_reason)
{
    struct text_buffer title = {0};
    add_leg_headline(&title, &trend->leg[0]);
    page_frame_begin(out, title.bytes ? title.bytes : "", MULTI_SESSION_PAGE_STYLE);
    text_free_and_pass_failure(&title, out);
    add_header(out, trend);
    if (!charts)
        multi_session_page_add_no_charts_note(out, no_charts_reason);
    for (size_t i = 0; i < trend->leg_count; i++)
        add_leg(out, &trend->leg[i], charts ? &charts->leg[i] : NULL);
    multi_session_page_add_left_out(out, trend->set);
    multi_session_page_add_advice(out, TREND_WORDS_LIMITS);
    add_details(out, trend);
    page_frame_end(out);
}
