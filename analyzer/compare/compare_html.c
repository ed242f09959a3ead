/* SPDX-License-Identifier: MIT */
#include "compare/compare_output.h"

#include "compare/chart_mirror.h"
#include "compare/compare_words.h"
#include "multi_session/instrument_resolution.h"
#include "writing/markup.h"
#include "report/page_frame.h"
#include "result/words.h"

#include <math.h>

#define TABLE_SESSIONS_MAX 24 /* a longer table is folded */

static void add_kicker(struct text_buffer *out, const struct comparison *comparison)
{
    const struct comparison_view *view = &comparison->view[0];
    text_add(out, "<p class=\"kicker\">Foam roller sessions compared");
    if (view->both_dated) {
        text_add(out, " · ");
        iso_time_add_day(out, comparison_first_session(view)->started.day);
        if (view->days_between != 0) {
            text_add(out, " and ");
            iso_time_add_day(out, comparison_last_session(view)->started.day);
        }
    }
    text_add(out, "</p>\n");
}

/* Add a total: "54 s then, 33 s now", and the change. */
static void add_total(struct text_buffer *out, const struct comparison_view *view, const char *name,
                      const struct difference *difference, struct compare_unit unit)
{
    bool two_legs = view->kind == COMPARISON_LEFT_AND_RIGHT;
    double percent = two_legs ? difference->symmetry_percent : difference->change_percent;
    text_addf(out, "<div><dt>%s</dt><dd>", name);
    if (difference->verdict == CHANGE_UNKNOWN)
        text_add(out, "–");
    else if (difference->verdict == CHANGE_SAME)
        words_add_capitalized(out, compare_words_same(view, difference));
    else if (two_legs)
        text_add(out, difference->verdict == CHANGE_MORE ? "More on the right" : "More on the left");
    else if (isfinite(percent))
        text_addf(out, "%.0f&#160;%% %s", fabs(percent), difference->verdict == CHANGE_MORE ? "more" : "less");
    else
        text_add(out, difference->verdict == CHANGE_MORE ? "More" : "Less");
    text_addf(out, "<small>%s %.0f %s, %s %.0f %s", compare_words_first_label(view),
              words_rounded(difference->first / unit.size), unit.symbol, compare_words_last_label(view),
              words_rounded(difference->last / unit.size), unit.symbol);
    if (two_legs && difference->verdict != CHANGE_UNKNOWN && isfinite(percent))
        text_addf(out, "; symmetry index %+.0f, usually %+.0f to %+.0f", words_rounded(percent),
                  -difference->symmetry_usual_percent, difference->symmetry_usual_percent);
    if (difference->verdict == CHANGE_UNKNOWN)
        text_addf(out, "; %s", compare_words_unknown(difference));
    text_add(out, "</small></dd></div>\n");
}

static void add_totals(struct text_buffer *out, const struct comparison_view *view)
{
    text_add(out, "<dl class=\"facts\">\n");
    add_total(out, view, compare_words_time_on_spots(view), &view->spots_dwell_s, compare_words_seconds());
    add_total(out, view, "Force, on average", &view->mean_force_n, compare_words_force_unit(view));
    add_total(out, view, "Impulse, force × time", &view->impulse_n_s, compare_words_impulse_unit(view));
    add_total(out, view, "Impulse per minute", &view->impulse_per_minute_n_s, compare_words_impulse_unit(view));
    text_add(out, "</dl>\n");
}

static void add_header(struct text_buffer *out, const struct comparison *comparison)
{
    const struct comparison_view *view = &comparison->view[0];
    struct text_buffer counts = {0};
    text_add(out, "<header>\n");
    add_kicker(out, comparison);
    text_add(out, "<h1>");
    compare_words_add_headline(out, view);
    text_add(out, "</h1>\n");
    compare_words_add_spot_counts(&counts, view);
    if (counts.bytes)
        text_addf(out, "<p class=\"lead\">%s</p>\n", counts.bytes);
    text_free_and_pass_failure(&counts, out);
    for (size_t i = 1; i < comparison->view_count; i++) {
        text_add(out, "<p class=\"lead\">");
        compare_words_add_headline(out, &comparison->view[i]);
        text_add(out, "</p>\n");
    }
    const char *subject = comparison_last_session(view)->header.subject;
    if (subject[0]) {
        text_add(out, "<p class=\"who\"><b>");
        markup_add_html(out, subject);
        text_add(out, "</b></p>\n");
    }
    add_totals(out, view);
    text_add(out, "</header>\n");
}

/* Add a bar for the dwell in one session. Its length is relative to the longest dwell of all spots. */
static void add_bar(struct text_buffer *out, const char *name, double dwell_s, double longest_s)
{
    text_addf(out, "<span>%s</span><i><span style=\"width:%.1f%%\"></span></i><b>", name,
              isfinite(dwell_s) && longest_s > 0 ? 100 * dwell_s / longest_s : 0);
    if (!isfinite(dwell_s))
        text_add(out, "?");
    else if (dwell_s > 0)
        words_add_duration(out, dwell_s);
    else
        text_add(out, "none");
    text_add(out, "</b>");
}

/* Add the positions of a spot in the first and in the last session, each on that session's thigh; of both legs,
 * in the last session of each that has the spot. If it is in only one of the two, add its position there. */
static void add_positions(struct text_buffer *out, const struct comparison_view *view, const struct compared_spot *spot)
{
    const struct result_spot *first = spot->track->spot[0], *last = spot->track->spot[view->session_count - 1];
    struct text_buffer both = {0};
    compare_words_add_both_positions(&both, view, spot);
    if (both.bytes)
        text_addf(out, "<b>%s</b> from the upper thigh", both.bytes);
    else if (first && last && view->kind == COMPARISON_THEN_AND_NOW)
        text_addf(out, "<b>%s</b> from the upper thigh %s, <b>%s</b> %s",
                  units_length(view->units, first->center_mm).text, compare_words_first_label(view),
                  units_length(view->units, last->center_mm).text, compare_words_last_label(view));
    else
        text_addf(out, "<b>%s</b> from the upper thigh", units_length(view->units, spot->center_mm).text);
    text_free_and_pass_failure(&both, out);
}

static void add_spot(struct text_buffer *out, const struct comparison_view *view, const struct compared_spot *spot,
                     double longest_s)
{
    bool muted = spot->change == CHANGE_GONE && view->kind == COMPARISON_THEN_AND_NOW;
    multi_session_page_begin_spot(out, spot->number, spot->thigh_percent, units_length(view->units, spot->center_mm),
                                  muted);
    text_add(out, "<p class=\"time story\">");
    compare_words_add_change(out, view, spot);
    text_add(out, "</p>\n<div class=\"two\">");
    add_bar(out, compare_words_first_label(view), spot->dwell_s.first, longest_s);
    add_bar(out, compare_words_last_label(view), spot->dwell_s.last, longest_s);
    text_add(out, "</div>\n<p class=\"more\">");
    add_positions(out, view, spot);
    if (compare_words_counts_stops(view, &spot->dwell_s)) {
        text_add(out, " · ");
        compare_words_add_stops(out, view, &spot->dwell_s);
    }
    if (spot->mean_force_n.verdict != CHANGE_UNKNOWN) {
        text_add(out, " · ");
        compare_words_add_force(out, view, &spot->mean_force_n);
    }
    if (view->kind == COMPARISON_LEFT_AND_RIGHT && isfinite(spot->dwell_s.symmetry_percent)) {
        text_add(out, " · ");
        compare_words_add_symmetry(out, &spot->dwell_s);
    }
    text_add(out, "</p></li>\n");
}

static void add_spots(struct text_buffer *out, const struct comparison_view *view)
{
    double longest_s = 0;
    for (size_t k = 0; k < view->spot_count; k++) {
        longest_s = fmax(longest_s, isfinite(view->spot[k].dwell_s.first) ? view->spot[k].dwell_s.first : 0);
        longest_s = fmax(longest_s, isfinite(view->spot[k].dwell_s.last) ? view->spot[k].dwell_s.last : 0);
    }
    if (view->spot_count == 0)
        return;
    text_add(out, "<ol class=\"spots\">\n");
    for (size_t k = 0; k < view->spot_count; k++)
        add_spot(out, view, &view->spot[k], longest_s);
    text_add(out, "</ol>\n");
}

/* Add a table with a row for each session, if there are more than two. */
static void add_table(struct text_buffer *out, const struct comparison_view *view)
{
    bool is_folded = view->session_count > TABLE_SESSIONS_MAX;
    if (view->session_count < 3 || view->kind == COMPARISON_LEFT_AND_RIGHT)
        return;
    if (is_folded)
        text_addf(out, "<details><summary>Seconds on each spot in the %zu sessions</summary>\n", view->session_count);
    text_add(out, "<h3>Seconds on each spot, session by session</h3>\n<div class=\"scroll\" tabindex=\"0\" "
                  "role=\"region\" "
                  "aria-label=\"Seconds on each spot\"><table><thead><tr><th scope=\"col\">Session</th>");
    for (size_t k = 0; k < view->spot_count; k++)
        text_addf(out, "<th scope=\"col\">Spot %u</th>", view->spot[k].number);
    text_add(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->session_count; i++) {
        text_add(out, "<tr><th scope=\"row\">");
        if (view->session[i]->started.known)
            iso_time_add_day(out, view->session[i]->started.day);
        else
            markup_add_html(out, view->session[i]->file);
        text_add(out, "</th>");
        for (size_t k = 0; k < view->spot_count; k++)
            page_frame_add_number_cell(out, spot_track_dwell_s(view->spot[k].track, i), 1);
        text_add(out, "</tr>\n");
    }
    text_add(out, "</tbody></table></div>\n");
    if (is_folded)
        text_add(out, "</details>\n");
}

/* Add the chart with a description for people who cannot see it. */
static void add_chart(struct text_buffer *out, const struct comparison_view *view, const struct chart_pair *chart)
{
    struct text_buffer description = {0};
    struct legend legend;
    text_addf(&description, "Seconds spent along the thigh, from its upper end to the knee: %s above, %s below. ",
              compare_words_first_session(view), compare_words_last_session(view));
    for (size_t k = 0; k < view->spot_count; k++) {
        text_addf(&description, "Spot %u at %s: ", view->spot[k].number,
                  units_length(view->units, view->spot[k].center_mm).text);
        compare_words_add_change(&description, view, &view->spot[k]);
        text_add(&description, ". ");
    }
    chart_mirror_legend(&legend, view);
    multi_session_page_add_chart(out, chart, description.bytes ? description.bytes : "", &legend);
    text_free_and_pass_failure(&description, out);
}

/* Add the headline and the counts. */
static void add_story(struct text_buffer *out, const struct comparison_view *view)
{
    struct text_buffer counts = {0};
    compare_words_add_headline(out, view);
    compare_words_add_spot_counts(&counts, view);
    if (counts.bytes)
        text_addf(out, " %s", counts.bytes);
    text_free_and_pass_failure(&counts, out);
}

/* Add the section of a view. The headline and the totals of the first view are in the page's header, as are the
 * headlines of the others. */
static void add_view(struct text_buffer *out, const struct comparison_view *view, const struct chart_pair *chart,
                     bool is_first)
{
    struct text_buffer notes = {0};
    text_addf(out, "<section class=\"card long\"><h2>%s</h2>\n<p class=\"sub\">", compare_words_title(view));
    if (is_first)
        text_add(out, "The upper thigh is on the left, the knee on the right. The numbers are those of the "
                      "list below.");
    else
        add_story(out, view);
    text_add(out, "</p>\n");
    if (chart)
        add_chart(out, view, chart);
    add_spots(out, view);
    add_table(out, view);
    if (!is_first)
        add_totals(out, view);
    compare_words_each_note(view, multi_session_page_add_note, &notes);
    multi_session_page_add_notes(out, &notes);
    text_free_and_pass_failure(&notes, out);
    text_add(out, "</section>\n");
}

static void add_details(struct text_buffer *out, const struct comparison *comparison)
{
    text_addf(
        out,
        "<details class=\"card\"><summary>Method and numbers, for labs and the curious</summary>\n"
        "<h3>How spots are matched</h3>\n"
        "<p>The sessions are aligned by where their strokes end and by their spots, because the roller does "
        "not begin at the same place every time. Then spots are matched one to one in their order along the "
        "thigh, within %s (left and right: within a tenth of the thigh, if their lengths differ) or within "
        "the uncertainty of their positions. The matching with the smallest sum of distances "
        "is used, where an unmatched spot counts half the limit. A spot that a session did not roll over is "
        "unknown in that session, not gone.</p>\n"
        "<h3>What counts as a difference</h3>\n"
        "<p>The ratio of two values must exceed the minimal detectable change (95 %%), exp(1.96 s "
        "sqrt(1/n + 1/m)): s is how much the logarithm of the value varies from session to session; n and m are "
        "the sessions in the means. Until six sessions show the person's own s, it is 0.35 for times and 0.15 for "
        "forces. Times must also differ by more than 10 %% and a second; forces and impulses by more than "
        "10 %% with one calibrated roller, and by more than 25 %% with two rollers or without calibration. "
        "The symmetry index is 100 (right - left) / (0.5 (right + left)): 0 %% if both "
        "are equal, at most 200 %%.</p>\n",
        units_round_length(comparison->set->options.units, INSTRUMENT_SAME_SPOT_MM).text);
    multi_session_page_add_sessions(out, comparison->set);
    text_add(out, "</details>\n");
}

void compare_html_add(struct text_buffer *out, const struct comparison *comparison, const struct compare_charts *charts,
                      const char *no_charts_reason)
{
    struct text_buffer title = {0};
    compare_words_add_headline(&title, &comparison->view[0]);
    page_frame_begin(out, title.bytes ? title.bytes : "", MULTI_SESSION_PAGE_STYLE);
    text_free_and_pass_failure(&title, out);
    add_header(out, comparison);
    if (!charts)
        multi_session_page_add_no_charts_note(out, no_charts_reason);
    for (size_t i = 0; i < comparison->view_count; i++)
        add_view(out, &comparison->view[i], charts ? &charts->view[i] : NULL, i == 0);
    multi_session_page_add_left_out(out, comparison->set);
    multi_session_page_add_advice(out, COMPARE_WORDS_LIMITS);
    add_details(out, comparison);
    page_frame_end(out);
}
