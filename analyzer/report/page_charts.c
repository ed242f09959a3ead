/* SPDX-License-Identifier: MIT */
#include "page_parts.h"

#include "markup.h"
#include "words.h"

#include <math.h>

static void add_svg_pair(struct text_buffer *out, const struct charts *charts, enum chart wide,
                         enum chart narrow)
{
    text_add(out, "<div class=\"wide\">");
    text_add_bytes(out, charts->svg[wide].bytes, charts->svg[wide].length);
    text_add(out, "</div>\n<div class=\"narrow\">");
    text_add_bytes(out, charts->svg[narrow].bytes, charts->svg[narrow].length);
    text_add(out, "</div>\n");
}

/* What the chart of the thigh shows, in a sentence for each spot. */
static void add_thigh_words(struct text_buffer *out, const struct result *result)
{
    text_add(out, "The thigh from its upper end to the knee, with the time spent and the force along it. ");
    if (result->spot_count == 0)
        text_add(out, "No place where the roller stayed. ");
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        text_addf(out, "Spot %u at %.0f mm: ", spot->rank, words_whole(spot->center_mm));
        words_add_duration(out, spot->dwell_s);
        text_addf(out, " at %.0f newtons on average. ", spot->mean_force_n);
    }
}

static void add_legend_item(struct text_buffer *out, const char *classes, const char *words)
{
    text_addf(out, "<li><span class=\"key %s\"></span>%s</li>", classes, words);
}

void page_add_thigh_chart(struct text_buffer *out, const struct result *result, const struct charts *charts,
                          const char *why_none)
{
    if (!(result->loaded_s > 0))
        return;
    if (!charts) {
        text_add(out, "<section class=\"card\"><h2>Along the thigh</h2>\n<div class=\"note\"><p>This page "
                      "has no charts. ");
        markup_add(out, why_none);
        text_add(out, " Everything else on it is complete.</p></div></section>\n");
        return;
    }
    text_add(out, "<section class=\"card\"><h2>Along the thigh</h2>\n"
                  "<p class=\"sub\">Your thigh from behind, the upper end on the left.");
    if (result->spot_count > 0)
        text_add(out, " Larger discs: longer stays.");
    text_add(out, "</p>\n"
                  "<figure><div role=\"img\" aria-label=\"");
    add_thigh_words(out, result);
    text_add(out, "\">\n");
    add_svg_pair(out, charts, CHART_THIGH, CHART_THIGH_NARROW);
    text_add(out, "</div>\n<figcaption><ul class=\"legend\">");
    add_legend_item(out, "k-dwell", "time spent, rolling past or turning");
    if (result->spot_count > 0)
        add_legend_item(out, "k-spot", "time spent on a spot");
    add_legend_item(out, "line k-force", "force, mean");
    add_legend_item(out, "dashes k-force", "force, highest");
    text_add(out, "</ul></figcaption></figure></section>\n");
}

static size_t count_visits(const struct result *result)
{
    size_t visits = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        visits += result->spot[i].visit_count;
    return visits;
}

void page_add_session_chart(struct text_buffer *out, const struct result *result, const struct charts *charts)
{
    if (!charts || !(result->loaded_s > 0))
        return;
    text_add(out,
             "<section class=\"card\"><h2>Minute by minute</h2>\n"
             "<p class=\"sub\">The roller going up and down the thigh, and how hard you leaned on it.</p>\n"
             "<figure><div role=\"img\" aria-label=\"Place of the roller on the thigh and force over ");
    words_add_duration(out, result->duration_s);
    text_add(out, ": ");
    words_add_count(out, result->strokes, "stroke", "strokes");
    text_add(out, ", ");
    words_add_count(out, count_visits(result), "stay", "stays");
    text_add(out, " on tender spots.\">\n");
    add_svg_pair(out, charts, CHART_SESSION, CHART_SESSION_NARROW);
    text_add(out, "</div>\n<figcaption><ul class=\"legend\">");
    add_legend_item(out, "line k-position", "place of the roller");
    add_legend_item(out, "line k-force", "force");
    if (result->spot_count > 0)
        add_legend_item(out, "k-shade", "a stay on the spot of that number");
    if (result->mark_count > 0)
        add_legend_item(out, "k-mark", "you pressed the button");
    if (result->gap_count > 0)
        add_legend_item(out, "k-gap", "nothing recorded");
    text_add(out, "</ul></figcaption></figure></section>\n");
}
