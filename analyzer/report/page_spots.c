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
        text_addf(&note, "on average %.0f mm per second", result->mean_speed_mm_s);
    add_fact(out, result->stroke_count == 1 ? "Stroke" : "Strokes up and down", value.bytes, note.bytes);
    text_clear(&value);
    text_clear(&note);
    text_addf(&value, "%.1f m", result->distance_mm / 1000);
    text_addf(&note, "from %.0f to %.0f mm", words_rounded(result->min_mm), words_rounded(result->max_mm));
    add_fact(out, "Rolled", isfinite(result->distance_mm) ? value.bytes : "–",
             isfinite(result->min_mm) ? note.bytes : "");
    text_clear(&value);
    text_clear(&note);
    text_addf(&value, "%.0f N", result->mean_force_n);
    text_addf(&note, "like the weight of %.0f kg", words_kilograms(result->mean_force_n));
    add_fact(out, "Force, on average", isfinite(result->mean_force_n) ? value.bytes : "–",
             isfinite(result->mean_force_n) ? note.bytes : "");
    text_add(out, "</dl>\n");
}

static void add_position(struct text_buffer *out, const struct result_spot *spot, const char *reference)
{
    const char *position = words_position(spot->thigh_percent);
    text_add(out, "<p class=\"place\">");
    if (position[0])
        words_add_capitalized(out, position);
    else
        text_addf(out, "%.0f mm from %s", words_rounded(spot->center_mm), reference);
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

static void add_spot(struct text_buffer *out, const struct result_spot *spot, double longest_s, const char *reference,
                     size_t stroke_count)
{
    text_addf(out, "<li><span class=\"badge\" aria-label=\"Spot %u\">%u</span>\n", spot->rank, spot->rank);
    add_position(out, spot, reference);
    text_add(out, "<p class=\"time\">");
    words_add_duration(out, spot->dwell_s);
    text_addf(out, "</p>\n<div class=\"meter\" aria-hidden=\"true\"><span style=\"width:%.1f%%\"></span></div>\n",
              longest_s > 0 ? 100 * spot->dwell_s / longest_s : 0);
    text_add(out, "<p class=\"more\">");
    if (words_position(spot->thigh_percent)[0]) /* without words for the position, the heading is in millimetres */
        text_addf(out, "<b>%.0f ± %.0f mm</b> from the upper thigh (%.0f to %.0f)", words_rounded(spot->center_mm),
                  ceil(spot->center_uncertainty_mm), words_rounded(spot->start_mm), words_rounded(spot->end_mm));
    else
        text_addf(out, "<b>± %.0f mm</b>, from %.0f to %.0f mm", ceil(spot->center_uncertainty_mm),
                  words_rounded(spot->start_mm), words_rounded(spot->end_mm));
    text_add(out, " · <b>");
    words_add_count(out, spot->visit_count, "visit", "visits");
    text_add(out, "</b>");
    if (isfinite(spot->mean_force_n))
        text_addf(out, " · <b>%.0f N</b> on average, about %.0f kg (highest %.0f N)", spot->mean_force_n,
                  words_kilograms(spot->mean_force_n), spot->peak_force_n);
    if (spot->rock_width_mm > 0)
        text_addf(out, " · rocked over about <b>%.0f mm</b>", words_rounded(spot->rock_width_mm));
    if (spot->mark_count > 0) {
        text_add(out, " · button pressed <b>");
        words_add_count(out, spot->mark_count, "time", "times");
        text_add(out, "</b>");
    }
    text_add(out, "</p>\n");
    add_evidence(out, spot, stroke_count);
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
        add_spot(out, &result->spot[i], longest_s, words_reference(result), result->stroke_count);
    text_add(out, "</ol></section>\n");
}
