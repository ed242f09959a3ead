/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "report/page_frame.h"
#include "report/page_sections.h"
#include "result/words.h"
#include "writing/markup.h"

#include <math.h>

static const char BOTH_LEGS_STYLE[] = "h2.leg{font-size:28px;margin:44px 0 0}\n"
                                      "table.beside{font-size:17px;margin-top:10px}\n"
                                      "table.beside th:first-child{text-align:left}\n"
                                      ".beside b{font-weight:700}\n"
                                      "@media print{h2.leg{font-size:13pt;margin:6px 0 0;break-after:avoid}"
                                      "h2.leg.next{break-before:page}table.beside{font-size:9pt;margin:0}}\n";

static void add_headline(struct text_buffer *out, const struct both_legs *legs)
{
    size_t left_count = legs->left->spot_count, right_count = legs->right->spot_count;
    if (left_count == 0 && right_count == 0) {
        text_add(out, "You did not stay at any place on either thigh.");
        return;
    }
    text_add(out, "You stayed at ");
    words_add_count(out, left_count, "place", "places");
    text_add(out, " on your left thigh and at ");
    words_add_count(out, right_count, "place", "places");
    text_add(out, " on your right.");
}

static void add_duration_cell(struct text_buffer *out, double seconds)
{
    text_add(out, "<td>");
    words_add_duration(out, seconds);
    text_add(out, "</td>");
}

static double spots_s(const struct result *result)
{
    double seconds = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        seconds += result->spot[i].dwell_s;
    return seconds;
}

/* Add the place of the longest spot. */
static void add_longest_cell(struct text_buffer *out, const struct result *result)
{
    const struct result_spot *longest = words_longest_spot(result);
    const enum units units = result->options.units;
    if (longest)
        text_addf(out, "<td>%s ± %s</td>", units_length_number(units, longest->center_mm).text,
                  units_margin(units, longest->center_uncertainty_mm).text);
    else
        text_add(out, "<td>–</td>");
}

static void add_row_head(struct text_buffer *out, const char *words)
{
    text_addf(out, "<tr><th scope=\"row\">%s</th>", words);
}

static void add_beside(struct text_buffer *out, const struct both_legs *legs)
{
    const struct result *result[2] = {legs->left, legs->right};
    text_add(out, "<section class=\"card\"><h2>Left beside right</h2>\n");
    if (legs->compared) {
        text_add(out, "<p class=\"sub\">");
        text_add(out, legs->compared);
        text_add(out, "</p>\n");
    }
    text_add(out, "<table class=\"beside\"><thead><tr><td></td><th scope=\"col\">Left</th><th scope=\"col\">Right</th>"
                  "</tr></thead><tbody>\n");
    add_row_head(out, "On the roller");
    for (size_t i = 0; i < 2; i++)
        add_duration_cell(out, result[i]->loaded_s);
    text_add(out, "</tr>\n");
    add_row_head(out, "On spots");
    for (size_t i = 0; i < 2; i++)
        add_duration_cell(out, spots_s(result[i]));
    text_add(out, "</tr>\n");
    add_row_head(out, "Longest spot, from the upper thigh");
    for (size_t i = 0; i < 2; i++)
        add_longest_cell(out, result[i]);
    text_add(out, "</tr>\n");
    add_row_head(out, "Strokes");
    for (size_t i = 0; i < 2; i++)
        text_addf(out, "<td>%zu</td>", result[i]->stroke_count);
    text_add(out, "</tr>\n");
    add_row_head(out, result[0]->options.units == UNITS_US ? "Force, on average, lb" : "Force, on average, N");
    for (size_t i = 0; i < 2; i++)
        page_frame_add_force_cell(out, result[i]->options.units, result[i]->mean_force_n, 0);
    text_add(out, "</tr>\n</tbody></table></section>\n");
}

static void add_header(struct text_buffer *out, const struct both_legs *legs)
{
    const struct session_header *header = &legs->left->header;
    text_add(out, "<header>\n<p class=\"kicker\">Foam roller session · both thighs");
    if (header->started[0]) {
        char date_bytes[sizeof header->started];
        struct text_buffer date = text_fixed(date_bytes, sizeof date_bytes);
        words_add_date(&date, header->started);
        text_add(out, " · ");
        markup_add_html(out, date.bytes);
    }
    text_add(out, "</p>\n<h1>");
    add_headline(out, legs);
    text_add(out, "</h1>\n");
    if (header->subject[0]) {
        text_add(out, "<p class=\"who\"><b>");
        markup_add_html(out, header->subject);
        text_add(out, "</b></p>\n");
    }
    text_add(out, "</header>\n");
}

static void add_leg(struct text_buffer *out, const struct result *result, const struct charts *charts,
                    const char *no_charts_reason)
{
    bool is_left = result->header.leg == SESSION_LEG_LEFT;
    text_addf(out, "<h2 class=\"leg%s\">%s thigh</h2>\n", is_left ? "" : " next", is_left ? "Left" : "Right");
    if (result->spot_count > 0) {
        text_add(out, "<p class=\"lead\">");
        words_add_longest_spot(out, result, "± ");
        text_add(out, "</p>\n");
    }
    page_add_origin_note(out, result);
    page_add_facts(out, result);
    page_add_rest(out, result);
    page_add_thigh_chart(out, result, charts, no_charts_reason);
    page_add_spots(out, result);
    page_add_since_last_time(out, result);
    page_add_quality(out, result);
    page_add_strokes_chart(out, result, charts);
    page_add_session_chart(out, result, charts);
    page_add_forces_chart(out, result, charts);
}

void both_legs_html_add(struct text_buffer *out, const struct both_legs *legs, const struct charts *const charts[2],
                        const char *no_charts_reason)
{
    const struct result *const result[2] = {legs->left, legs->right};
    char title_bytes[120];
    struct text_buffer title = text_fixed(title_bytes, sizeof title_bytes);
    add_headline(&title, legs);
    page_frame_begin(out, title.bytes, BOTH_LEGS_STYLE);
    add_header(out, legs);
    add_beside(out, legs);
    for (size_t i = 0; i < 2; i++)
        add_leg(out, result[i], charts[i], no_charts_reason);
    text_add(out, "<div class=\"pair\">\n");
    page_add_reading_help(out, result[0]->options.units);
    page_add_advice(out, result, 2);
    text_add(out, "</div>\n");
    page_add_details(out, result, 2);
    page_frame_end(out);
}
