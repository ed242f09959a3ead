/* SPDX-License-Identifier: MIT */
#include "multi_session/multi_session_output.h"

#include "writing/markup.h"
#include "report/page_frame.h"
#include "result/words.h"

#include <math.h>

const char MULTI_SESSION_PAGE_STYLE[] =
    ".two{grid-column:2/4;display:grid;grid-template-columns:3.1em minmax(0,1fr) minmax(5.2em,max-content);"
    "gap:3px 10px;align-items:center;margin:8px 0 6px;color:var(--soft);font-size:15px}\n"
    ".two i{display:block;height:9px;border-radius:4px;background:var(--accent-wash);overflow:hidden}\n"
    ".two i span{display:block;height:100%;background:var(--accent);border-radius:4px}\n"
    ".two b{color:var(--ink);font-weight:600;text-align:right}\n"
    ".story{font-size:17px;font-weight:600;white-space:normal;letter-spacing:0;max-width:22em;line-height:1.3}\n"
    ".quiet .badge{background:var(--soft);color:var(--card)}\n"
    "@media print{.card.long{break-inside:auto}.long "
    "h3{break-after:avoid}.two{font-size:9.5pt}.story{font-size:11pt}}\n"
    "@media (max-width:680px){.two{grid-column:2}}\n";

void multi_session_page_add_chart(struct text_buffer *out, const struct chart_pair *chart, const char *description,
                                  const struct legend *legend)
{
    text_addf(out, "<figure><div role=\"img\" aria-label=\"%s\">\n<div class=\"wide\">", description);
    text_add_bytes(out, chart->wide.bytes, chart->wide.length);
    text_add(out, "</div>\n<div class=\"narrow\">");
    text_add_bytes(out, chart->narrow.bytes, chart->narrow.length);
    text_add(out, "</div>\n</div>\n<figcaption>");
    legend_add_html(out, legend);
    text_add(out, "</figcaption></figure>\n");
}

void multi_session_page_add_no_charts_note(struct text_buffer *out, const char *reason)
{
    text_add(out, "<div class=\"note\"><p>This page has no charts. ");
    markup_add_html(out, reason);
    text_add(out, " Everything else on it is complete.</p></div>\n");
}

void multi_session_page_add_left_out(struct text_buffer *out, const struct session_set *set)
{
    if (set->left_out_count + set->other_people_count == 0)
        return;
    text_add(out, "<section class=\"card\"><h2>Left out</h2>\n<p class=\"sub\">");
    words_add_count(out, set->left_out_count + set->other_people_count, "file is", "files are");
    text_add(out, " not in the numbers above.</p>\n<ul class=\"plain\">\n");
    if (set->other_people_count > 0) {
        text_add(out, "<li>");
        session_set_add_other_people(out, set);
        text_add(out, "</li>\n");
    }
    for (size_t i = 0; i < set->left_out_count; i++) {
        text_add(out, "<li><b>");
        markup_add_html(out, set->left_out[i].file);
        text_add(out, "</b>: ");
        markup_add_html(out, set->left_out[i].why);
        text_add(out, "</li>\n");
    }
    text_add(out, "</ul></section>\n");
}

void multi_session_page_add_advice(struct text_buffer *out, const char *limits)
{
    text_add(out, "<div class=\"pair\">\n<section class=\"card\"><h2>How sure is this?</h2>\n<p>");
    markup_add_html(out, limits);
    text_add(out, "</p>\n</section>\n<section class=\"card\"><h2>Next time you roll</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; WORDS_ADVICE[i]; i++)
        text_addf(out, "<li>%s</li>\n", WORDS_ADVICE[i]);
    text_add(out, "</ul></section>\n</div>\n");
}

void multi_session_page_add_note(void *context, const char *note)
{
    struct text_buffer *out = context;
    out->failed = out->failed || !note;
    text_add(out, "<li>");
    markup_add_html(out, note ? note : "");
    text_add(out, "</li>\n");
}

void multi_session_page_add_notes(struct text_buffer *out, const struct text_buffer *notes)
{
    if (!notes->bytes)
        return;
    text_add(out, "<div class=\"note\"><p><b>Please note</b></p><ul class=\"plain\">\n");
    text_add(out, notes->bytes);
    text_add(out, "</ul></div>\n");
}

void multi_session_page_begin_spot(struct text_buffer *out, unsigned number, double thigh_percent,
                                   struct units_text center, bool muted)
{
    const char *position = words_position(thigh_percent);
    text_addf(out, "<li%s><span class=\"badge\" aria-label=\"Spot %u\">%u</span>\n<p class=\"place\">",
              muted ? " class=\"quiet\"" : "", number, number);
    if (position[0])
        words_add_capitalized(out, position);
    else
        text_addf(out, "%s from the upper thigh", center.text);
    text_add(out, "</p>\n");
}

void multi_session_page_add_sessions(struct text_buffer *out, const struct session_set *set)
{
    const enum units units = set->options.units;
    text_addf(out,
              "<h3>The sessions</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The "
              "sessions in numbers\"><table><thead><tr><th scope=\"col\">File</th><th scope=\"col\">Started</th>"
              "<th scope=\"col\">Leg</th><th scope=\"col\">Thigh, %s</th><th scope=\"col\">Under load, s</th>"
              "<th scope=\"col\">On spots, s</th><th scope=\"col\">Force, %s</th><th scope=\"col\">Impulse, %s</th>"
              "</tr></thead><tbody>\n",
              units_length_symbol(units), units_force_symbol(units), units_impulse_symbol(units));
    for (size_t i = 0; i < set->count; i++) {
        const struct session_summary *session = &set->session[i];
        const char *leg = session_leg_name(session->header.leg);
        text_add(out, "<tr><th scope=\"row\">");
        markup_add_html(out, session->file ? session->file : "");
        text_add(out, "</th><td>");
        if (session->started.known)
            iso_time_add_day(out, session->started.day);
        else
            text_add(out, "–");
        text_addf(out, "</td><td>%s</td>", leg[0] ? leg : "–");
        double thigh_mm = session->header.thigh_length_mm > 0 ? session->header.thigh_length_mm : NAN;
        page_frame_add_number_cell(out, thigh_mm / units_length_mm(units), units_table_digits(units) - 1);
        page_frame_add_number_cell(out, session->loaded_s, 1);
        page_frame_add_number_cell(out, session_summary_spots_s(session), 1);
        page_frame_add_force_cell(out, units, session->mean_force_n, 0);
        page_frame_add_force_cell(out, units, session->impulse_n_s, 0);
        text_add(out, "</tr>\n");
    }
    text_add(out, "</tbody></table></div>\n");
    page_frame_add_made_by(out, &set->options);
}
