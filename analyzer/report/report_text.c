/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "writing/markup.h"
#include "report/text_thigh.h"
#include "result/words.h"

#include <math.h>
#include <string.h>

static void add_session(struct text_buffer *out, const struct result *result)
{
    const struct session_header *header = &result->header;
    text_add(out, "Session  ");
    markup_add_sanitized(out, result->file ? result->file : "");
    if (header->started[0]) {
        text_add(out, "\nStarted  ");
        words_add_date(out, header->started);
    }
    if (header->subject[0]) {
        text_add(out, "\nSubject  ");
        markup_add_sanitized(out, header->subject);
    }
    if (header->note[0]) {
        text_add(out, "\nNote     ");
        markup_add_sanitized(out, header->note);
    }
    text_add(out, "\nLength   ");
    words_add_duration(out, result->duration_s);
    text_add(out, ", ");
    words_add_duration(out, result->loaded_s);
    text_add(out, " of it under load; ");
    words_add_count(out, result->row_count, "reading", "readings");
    text_addf(out, ", %zu lost", result->lost_frames);
    if (result->rejected_rows > 0) {
        text_add(out, ", ");
        words_add_count(out, result->rejected_rows, "line", "lines");
        text_add(out, " unreadable");
    }
    text_add(out, "\n");
}

static void add_origin(struct text_buffer *out, const struct result *result)
{
    if (isfinite(result->min_mm) && isfinite(result->uncertainty_mm))
        text_addf(out, "Position +-%s (95 %% sure); %s\n",
                  units_margin(result->options.units, result->uncertainty_mm).text, words_origin(result));
}

static void add_mean_force(struct text_buffer *out, enum units units, double force_n)
{
    text_addf(out, " and %s", units_force(units, force_n).text);
    if (units_weight(units, force_n).text[0])
        text_addf(out, " (about %s)", units_weight(units, force_n).text);
}

static void add_rolling(struct text_buffer *out, const struct result *result)
{
    const enum units units = result->options.units;
    if (!(result->loaded_s > 0))
        return;
    text_add(out, "Rolling  ");
    words_add_count(out, result->stroke_count, "stroke", "strokes");
    if (isfinite(result->distance_mm))
        text_addf(out, ", %s", units_distance(units, result->distance_mm).text);
    if (isfinite(result->mean_speed_mm_s))
        text_addf(out, ", on average %s/s", units_length(units, result->mean_speed_mm_s).text);
    if (isfinite(result->mean_force_n))
        add_mean_force(out, units, result->mean_force_n);
    text_add(out, "\n");
    if (result->rest_s > 0) {
        text_add(out, "Rest     ");
        words_add_rest(out, result);
        text_add(out, "\n");
    }
}

/* Add a force such as "    247 N", or a dash in a field of the same width if the force is unknown. */
static void add_force(struct text_buffer *out, enum units units, double force_n)
{
    text_addf(out, "  %5s %s", isfinite(force_n) ? units_force_number(units, force_n).text : "-",
              units_force_symbol(units));
}

static void add_spot(struct text_buffer *out, const struct result_spot *spot, enum units units,
                     const struct terminal_style *style)
{
    char time_bytes[40];
    struct text_buffer time = text_fixed(time_bytes, sizeof time_bytes);
    words_add_duration(&time, spot->dwell_s);
    text_add(out, "  ");
    terminal_style_begin(out, style, PAINT_SPOT);
    text_addf(out, "%-3u", spot->rank);
    terminal_style_end(out, style);
    text_addf(out, " %4s %s", units_length_number(units, spot->center_mm).text, units_length_symbol(units));
    if (isfinite(spot->center_uncertainty_mm))
        text_addf(out, " +-%-3s", units_margin_number(units, spot->center_uncertainty_mm).text);
    else
        text_add(out, "      ");
    text_addf(out, "  %4s-%-4s  %-12s %5u", units_length_number(units, spot->start_mm).text,
              units_length_number(units, spot->end_mm).text, time.bytes, spot->visit_count);
    add_force(out, units, spot->mean_force_n);
    add_force(out, units, spot->peak_force_n);
    text_addf(out, "  %5u", spot->mark_count);
    if (words_position(spot->thigh_percent)[0])
        text_addf(out, "   %s", words_position(spot->thigh_percent));
    text_add(out, "\n");
}

static void add_evidence(struct text_buffer *out, const struct result_spot *spot, const struct result *result)
{
    char bytes[120];
    struct text_buffer words = text_fixed(bytes, sizeof bytes);
    if (words_add_evidence(&words, spot, result->stroke_count))
        text_addf(out, "  At %s %s.\n", units_length(result->options.units, spot->center_mm).text, words.bytes);
}

static void add_spots(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    const enum units units = result->options.units;
    if (result->spot_count == 0)
        return;
    text_add(out, "\n");
    terminal_style_begin(out, style, PAINT_FAINT);
    text_addf(out, "  #     centre           region  time        visits   force     peak  marks%s",
              words_position(result->spot[0].thigh_percent)[0] ? "   where" : "");
    terminal_style_end(out, style);
    text_add(out, "\n");
    for (size_t i = 0; i < result->spot_count; i++)
        add_spot(out, &result->spot[i], units, style);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        if (spot->rock_width_mm > 0)
            text_addf(out, "  At %s you rocked over about %s.\n", units_length(units, spot->center_mm).text,
                      units_length(units, spot->rock_width_mm).text);
    }
    for (size_t i = 0; i < result->spot_count; i++)
        add_evidence(out, &result->spot[i], result);
}

static void add_headline(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    terminal_style_begin(out, style, PAINT_BOLD);
    words_add_headline(out, result);
    terminal_style_end(out, style);
    text_add(out, "\n");
    if (result->spot_count > 0) {
        words_add_longest_spot(out, result, "+-");
        text_add(out, "\n");
    }
    if (words_add_origin_note(out, result))
        text_add(out, "\n");
    text_add(out, "\n");
}

/* Add the heading of a list, after an empty line. */
static void add_heading(struct text_buffer *out, const struct terminal_style *style, const char *heading)
{
    text_add(out, "\n");
    terminal_style_begin(out, style, PAINT_NOTE);
    text_add(out, heading);
    terminal_style_end(out, style);
    text_add(out, "\n");
}

static void add_since_last_time(struct text_buffer *out, const struct result *result,
                                const struct terminal_style *style)
{
    if (!result->since_last_time)
        return;
    add_heading(out, style, "Since last time");
    for (const char *line = result->since_last_time; *line; line += strcspn(line, "\n") + 1) {
        text_add(out, "  - ");
        text_add_bytes(out, line, strcspn(line, "\n") + 1);
    }
}

static void add_warnings(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    if (result->warning_count == 0)
        return;
    add_heading(out, style, "Please note");
    for (size_t i = 0; i < result->warning_count; i++) {
        text_add(out, "  - ");
        markup_add_sanitized(out, result->warning[i]);
        text_add(out, "\n");
    }
}

void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path,
                     const struct terminal_style *style)
{
    struct text_buffer text = {0};
    add_headline(&text, result, style);
    add_session(&text, result);
    add_rolling(&text, result);
    add_origin(&text, result);
    text_thigh_add(&text, result, style);
    add_spots(&text, result, style);
    add_since_last_time(&text, result, style);
    add_warnings(&text, result, style);
    text_addf(&text, "\n%s\n", WORDS_DISCLAIMER);
    if (page_path) {
        text_add(&text, "Report with charts: ");
        markup_add_sanitized(&text, page_path);
        text_add(&text, "\n");
    }
    if (text.bytes)
        terminal_style_add(out, style, text.bytes);
    text_free_and_pass_failure(&text, out);
}
