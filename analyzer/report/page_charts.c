/* SPDX-License-Identifier: MIT */
#include "report/page_sections.h"

#include "charts/chart_kinds.h"
#include "charts/session_axis.h"
#include "writing/markup.h"
#include "result/words.h"

#include <math.h>

/* Begin the section of a chart. The caller then adds a description for screen readers, and calls end_chart_section. */
static void begin_chart_section(struct text_buffer *out, const char *title, const char *caption)
{
    text_addf(out,
              "<section class=\"card\"><h2>%s</h2>\n<p class=\"sub\">%s</p>\n<figure><div role=\"img\" aria-label=\"",
              title, caption);
}

/* End the description that the caller added, and add the chart with its legend. */
static void end_chart_section(struct text_buffer *out, const struct result *result, const struct charts *charts,
                              enum chart chart)
{
    struct legend legend;
    charts_legend(result, chart, &legend);
    text_add(out, "\">\n<div class=\"wide screen\">");
    text_add_bytes(out, charts->wide[chart].bytes, charts->wide[chart].length);
    text_add(out, "</div>\n<div class=\"narrow\">");
    text_add_bytes(out, charts->narrow[chart].bytes, charts->narrow[chart].length);
    text_add(out, "</div>\n<div class=\"paper\">");
    text_add_bytes(out, charts->paper[chart].bytes, charts->paper[chart].length);
    text_add(out, "</div>\n</div>\n<figcaption>");
    legend_add_html(out, &legend);
    text_add(out, "</figcaption></figure></section>\n");
}

static void add_thigh_description(struct text_buffer *out, const struct result *result)
{
    const enum units units = result->options.units;
    text_add(out, "The thigh from its upper end to the knee, with the time spent and the force along it. ");
    if (result->spot_count == 0)
        text_add(out, "The roller did not stay at any place. ");
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        text_addf(out, "Spot %u at %s: ", spot->rank, units_length(units, spot->center_mm).text);
        words_add_duration(out, spot->dwell_s);
        text_addf(out, " at %s %s on average. ", units_force_number(units, spot->mean_force_n).text,
                  units_force_name(units));
    }
}

void page_add_thigh_chart(struct text_buffer *out, const struct result *result, const struct charts *charts,
                          const char *no_charts_reason)
{
    if (!(result->loaded_s > 0))
        return;
    if (!charts) {
        text_add(out, "<section class=\"card\"><h2>Along the thigh</h2>\n<div class=\"note\"><p>This page "
                      "has no charts. ");
        markup_add_html(out, no_charts_reason);
        text_add(out, " Everything else on it is complete.</p></div></section>\n");
        return;
    }
    begin_chart_section(out, "Along the thigh",
                        result->spot_count > 0 ? "Your leg from behind. The larger the disc, the longer the time. The "
                                                 "roller cannot tell the inner side from "
                                                 "the outer: a spot is a band."
                                               : "Your leg from behind.");
    add_thigh_description(out, result);
    end_chart_section(out, result, charts, CHART_THIGH);
}

static size_t count_visits(const struct result *result)
{
    size_t visit_count = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        visit_count += result->spot[i].visit_count;
    return visit_count;
}

void page_add_session_chart(struct text_buffer *out, const struct result *result, const struct charts *charts)
{
    if (!charts || !(result->loaded_s > 0))
        return;
    double left_out_s = session_axis_find(result).left_out_s;
    char caption_bytes[200];
    struct text_buffer caption = text_fixed(caption_bytes, sizeof caption_bytes);
    text_add(&caption, "The roller going up and down the thigh. The stronger the colour, the harder you leaned on it.");
    if (left_out_s > 0) {
        text_add(&caption, " Left out: ");
        words_add_duration(&caption, left_out_s);
        text_add(&caption, " in which you did not roll.");
    }
    begin_chart_section(out, "Minute by minute", caption.bytes);
    text_add(out, "Position of the roller on the thigh and force, over ");
    words_add_duration(out, result->duration_s);
    text_add(out, ": ");
    words_add_count(out, result->stroke_count, "stroke", "strokes");
    text_add(out, ", ");
    words_add_count(out, count_visits(result), "visit", "visits");
    text_add(out, " to tender spots, ");
    words_add_count(out, result->mark_count, "press", "presses");
    text_add(out, " of the button.");
    end_chart_section(out, result, charts, CHART_SESSION);
}

void page_add_strokes_chart(struct text_buffer *out, const struct result *result, const struct charts *charts)
{
    if (!charts || result->stroke_count < 2)
        return;
    size_t per_row = chart_strokes_per_row(result, &chart_strokes.wide);
    char caption_bytes[300];
    struct text_buffer caption = text_fixed(caption_bytes, sizeof caption_bytes);
    text_add(&caption, "Each row is ");
    if (per_row > 1)
        text_addf(&caption, "%zu strokes (the longest time among them)", per_row);
    else
        text_add(&caption, "one stroke");
    text_add(&caption, result->spot_count > 0
                           ? ". Strong colours one above the other: you stayed there repeatedly. At both ends "
                             "you changed direction."
                           : ". You changed direction at both ends; between them you kept rolling.");
    begin_chart_section(out, "Stroke by stroke", caption.bytes);
    text_addf(out, "A map of the time spent along the thigh in each of %zu strokes. ", result->stroke_count);
    for (size_t i = 0; i < result->spot_count; i++) {
        text_addf(out, "Spot %u at %s: ", result->spot[i].rank,
                  units_length(result->options.units, result->spot[i].center_mm).text);
        words_add_count(out, result->spot[i].visit_count, "visit", "visits");
        text_add(out, ". ");
    }
    end_chart_section(out, result, charts, CHART_STROKES);
}

void page_add_forces_chart(struct text_buffer *out, const struct result *result, const struct charts *charts)
{
    if (!charts || !isfinite(result->mean_force_n) || !(result->loaded_s > 0))
        return;
    begin_chart_section(out, "How hard",
                        "How long you leaned on the roller with each force, and the force at each place.");
    const enum units units = result->options.units;
    text_addf(out, "Force while rolling: %s %s on average, %s at the highest.",
              units_force_number(units, result->mean_force_n).text, units_force_name(units),
              units_force_number(units, result->peak_force_n).text);
    end_chart_section(out, result, charts, CHART_FORCES);
}
