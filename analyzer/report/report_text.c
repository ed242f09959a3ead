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
        text_addf(out, "Position +-%.0f mm (95 %% sure); %s\n", ceil(result->uncertainty_mm), words_origin(result));
}

static void add_rolling(struct text_buffer *out, const struct result *result)
{
    if (!(result->loaded_s > 0))
        return;
    text_add(out, "Rolling  ");
    words_add_count(out, result->stroke_count, "stroke", "strokes");
    if (isfinite(result->distance_mm))
        text_addf(out, ", %.1f m", result->distance_mm / 1000);
    if (isfinite(result->mean_speed_mm_s))
        text_addf(out, ", on average %.0f mm/s", result->mean_speed_mm_s);
    if (isfinite(result->mean_force_n))
        text_addf(out, " and %.0f N (about %.0f kg)", result->mean_force_n, words_kilograms(result->mean_force_n));
    text_add(out, "\n");
    if (result->rest_s > 0) {
        text_add(out, "Rest     ");
        words_add_rest(out, result);
        text_add(out, "\n");
    }
}

/* Add a force such as "    247 N", or a dash in a field of the same width if the force is unknown. */
static void add_force(struct text_buffer *out, double force_n)
{
    if (isfinite(force_n))
        text_addf(out, "  %5.0f N", force_n);
    else
        text_add(out, "      - N");
}

static void add_spot(struct text_buffer *out, const struct result_spot *spot, const struct terminal_style *style)
{
    char time_bytes[40];
    struct text_buffer time = text_fixed(time_bytes, sizeof time_bytes);
    words_add_duration(&time, spot->dwell_s);
    text_add(out, "  ");
    terminal_style_begin(out, style, PAINT_SPOT);
    text_addf(out, "%-3u", spot->rank);
    terminal_style_end(out, style);
    text_addf(out, " %4.0f mm", words_rounded(spot->center_mm));
    if (isfinite(spot->center_uncertainty_mm))
        text_addf(out, " +-%-3.0f", ceil(spot->center_uncertainty_mm));
    else
        text_add(out, "      ");
    text_addf(out, "  %4.0f-%-4.0f  %-12s %5u", words_rounded(spot->start_mm), words_rounded(spot->end_mm), time.bytes,
              spot->visit_count);
    add_force(out, spot->mean_force_n);
    add_force(out, spot->peak_force_n);
    text_addf(out, "  %5u", spot->mark_count);
    if (words_position(spot->thigh_percent)[0])
        text_addf(out, "   %s", words_position(spot->thigh_percent));
    text_add(out, "\n");
}

static void add_evidence(struct text_buffer *out, const struct result_spot *spot, size_t stroke_count)
{
    char bytes[120];
    struct text_buffer words = text_fixed(bytes, sizeof bytes);
    if (words_add_evidence(&words, spot, stroke_count))
        text_addf(out, "  At %.0f mm %s.\n", words_rounded(spot->center_mm), words.bytes);
}

static void add_spots(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    if (result->spot_count == 0)
        return;
    text_add(out, "\n");
    terminal_style_begin(out, style, PAINT_FAINT);
    text_addf(out, "  #     centre           region  time        visits   force     peak  marks%s",
              words_position(result->spot[0].thigh_percent)[0] ? "   where" : "");
    terminal_style_end(out, style);
    text_add(out, "\n");
    for (size_t i = 0; i < result->spot_count; i++)
        add_spot(out, &result->spot[i], style);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        if (spot->rock_width_mm > 0)
            text_addf(out, "  At %.0f mm you rocked over about %.0f mm.\n", words_rounded(spot->center_mm),
                      words_rounded(spot->rock_width_mm));
    }
    for (size_t i = 0; i < result->spot_count; i++)
        add_evidence(out, &result->spot[i], result->stroke_count);
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
