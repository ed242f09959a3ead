/* SPDX-License-Identifier: MIT */
#include "report/page_sections.h"

#include "result/words.h"

#include <math.h>

static void add_fact(struct text_buffer *out, const char *name, const char *value, const char *note)
{
    text_addf(out, "<div><dt>%s</dt><dd>%s<small>%s</small></dd></div>\n", name, value, note);
}

void page_add_facts(struct text_buffer *out, const struct result *result)
{
    if (!(result->loaded_s > 0))
        return;
    const enum units units = result->options.units;
    char value_bytes[40], note_bytes[80];
    text_add(out, "<dl class=\"facts\">\n");
    struct text_buffer value = text_fixed(value_bytes, sizeof value_bytes);
    struct text_buffer note = text_fixed(note_bytes, sizeof note_bytes);
    words_add_duration(&value, result->loaded_s);
    text_add(&note, "of ");
    words_add_duration(&note, result->duration_s);
    text_add(&note, " recorded");
    add_fact(out, "On the roller", value.bytes, note.bytes);
    text_clear(&value);
    text_clear(&note);
    text_addf(&value, "%zu", result->stroke_count);
    if (isfinite(result->mean_speed_mm_s))
        text_addf(&note, "on average %s per second", units_length(units, result->mean_speed_mm_s).text);
    add_fact(out, result->stroke_count == 1 ? "Stroke" : "Strokes up and down", value.bytes, note.bytes);
    text_clear(&value);
    text_clear(&note);
    text_add(&value, units_distance(units, result->distance_mm).text);
    text_addf(&note, "from %s to %s", units_length_number(units, result->min_mm).text,
              units_length(units, result->max_mm).text);
    add_fact(out, "Rolled", isfinite(result->distance_mm) ? value.bytes : "–",
             isfinite(result->min_mm) ? note.bytes : "");
    text_clear(&value);
    text_clear(&note);
    text_add(&value, units_force(units, result->mean_force_n).text);
    if (units == UNITS_US)
        text_add(&note, "as a bathroom scale shows it");
    else
        text_addf(&note, "like the weight of %s", units_weight(units, result->mean_force_n).text);
    add_fact(out, "Force, on average", isfinite(result->mean_force_n) ? value.bytes : "–",
             isfinite(result->mean_force_n) ? note.bytes : "");
    text_add(out, "</dl>\n");
}

static void add_position(struct text_buffer *out, const struct result_spot *spot, const struct result *result)
{
    const char *position = words_position(spot->thigh_percent);
    text_add(out, "<p class=\"place\">");
    if (position[0])
        words_add_capitalized(out, position);
    else
        text_addf(out, "%s from %s", units_length(result->options.units, spot->center_mm).text,
                  words_reference(result));
    text_add(out, "</p>\n");
}

static void add_evidence(struct text_buffer *out, const struct result_spot *spot, size_t stroke_count)
{
    char bytes[120];
    struct text_buffer words = text_fixed(bytes, sizeof bytes);
    if (!words_add_evidence(&words, spot, stroke_count))
        return;
    text_add(out, "<p class=\"more\">");
    words_add_capitalized(out, words.bytes);
    text_add(out, ".</p>\n");
}

/* Add where the spot is in numbers; without words for the position, its centre is the heading. */
static void add_interval(struct text_buffer *out, const struct result_spot *spot, enum units units)
{
    const struct units_text margin = units_margin(units, spot->center_uncertainty_mm),
                            start = units_length_number(units, spot->start_mm);
    if (words_position(spot->thigh_percent)[0])
        text_addf(out, "<b>%s ± %s</b> from the upper thigh (%s to %s)",
                  units_length_number(units, spot->center_mm).text, margin.text, start.text,
                  units_length_number(units, spot->end_mm).text);
    else
        text_addf(out, "<b>± %s</b>, from %s to %s", margin.text, start.text, units_length(units, spot->end_mm).text);
}

static void add_force(struct text_buffer *out, const struct result_spot *spot, enum units units)
{
    const struct units_text weight = units_weight(units, spot->mean_force_n);
    text_addf(out, " · <b>%s</b> on average", units_force(units, spot->mean_force_n).text);
    if (weight.text[0])
        text_addf(out, ", about %s", weight.text);
    text_addf(out, " (highest %s)", units_force(units, spot->peak_force_n).text);
}

static void add_spot(struct text_buffer *out, const struct result_spot *spot, double longest_s,
                     const struct result *result)
{
    const enum units units = result->options.units;
    text_addf(out, "<li><span class=\"badge\" aria-label=\"Spot %u\">%u</span>\n", spot->rank, spot->rank);
    add_position(out, spot, result);
    text_add(out, "<p class=\"time\">");
    words_add_duration(out, spot->dwell_s);
    text_addf(out, "</p>\n<div class=\"meter\" aria-hidden=\"true\"><span style=\"width:%.1f%%\"></span></div>\n",
              longest_s > 0 ? 100 * spot->dwell_s / longest_s : 0);
    text_add(out, "<p class=\"more\">");
    add_interval(out, spot, units);
    text_add(out, " · <b>");
    words_add_count(out, spot->visit_count, "visit", "visits");
    text_add(out, "</b>");
    if (isfinite(spot->mean_force_n))
        add_force(out, spot, units);
    if (spot->rock_width_mm > 0)
        text_addf(out, " · rocked over about <b>%s</b>", units_length(units, spot->rock_width_mm).text);
    if (spot->mark_count > 0) {
        text_add(out, " · button pressed <b>");
        words_add_count(out, spot->mark_count, "time", "times");
        text_add(out, "</b>");
    }
    text_add(out, "</p>\n");
    add_evidence(out, spot, result->stroke_count);
    text_add(out, "</li>\n");
}

void page_add_spots(struct text_buffer *out, const struct result *result)
{
    if (result->spot_count == 0)
        return;
    double longest_s = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        longest_s = fmax(longest_s, result->spot[i].dwell_s);
    text_addf(
        out,
        "<section class=\"card\"><h2>Where you stayed</h2>\n"
        "<p class=\"sub\">The longest time comes first; each press of the button counts as %.0f s more. The charts "
        "show the same numbers.</p>\n"
        "<ol class=\"spots\">\n",
        RESULT_SCORE_MARK_S);
    for (size_t i = 0; i < result->spot_count; i++)
        add_spot(out, &result->spot[i], longest_s, result);
    text_add(out, "</ol></section>\n");
}
