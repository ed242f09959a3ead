/* SPDX-License-Identifier: MIT */
#include "report_text.h"

#include "chart_canvas.h"
#include "markup.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BAR_COLUMNS 70

static void add_session(struct text_buffer *out, const struct result *result)
{
    const struct session_header *header = &result->header;
    text_add(out, "Session  ");
    plain_add(out, result->file ? result->file : "");
    if (header->started[0]) {
        text_add(out, "\nStarted  ");
        words_add_date(out, header->started);
    }
    if (header->subject[0]) {
        text_add(out, "\nSubject  ");
        plain_add(out, header->subject);
    }
    if (header->note[0]) {
        text_add(out, "\nNote     ");
        plain_add(out, header->note);
    }
    text_add(out, "\nLength   ");
    words_add_duration(out, result->duration_s);
    text_add(out, ", ");
    words_add_duration(out, result->loaded_s);
    text_add(out, " of it under load; ");
    words_add_count(out, result->rows, "reading", "readings");
    text_addf(out, ", %zu lost", result->lost_frames);
    if (result->rejected_rows > 0) {
        text_add(out, ", ");
        words_add_count(out, result->rejected_rows, "line", "lines");
        text_add(out, " unreadable");
    }
    text_add(out, "\n");
}

static void add_rolling(struct text_buffer *out, const struct result *result)
{
    if (!(result->loaded_s > 0))
        return;
    text_add(out, "Rolling  ");
    words_add_count(out, result->strokes, "stroke", "strokes");
    if (isfinite(result->distance_mm))
        text_addf(out, ", %.1f m", result->distance_mm / 1000);
    if (isfinite(result->mean_speed_mm_s))
        text_addf(out, ", on average %.0f mm/s", result->mean_speed_mm_s);
    if (isfinite(result->mean_force_n))
        text_addf(out, " and %.0f N (about %.0f kg)", result->mean_force_n,
                  words_kilograms(result->mean_force_n));
    text_add(out, "\n");
}

/* Column of the drawing for a place; the ends stand for all beyond them. */
static int bar_column(double x_mm, double low_mm, double high_mm)
{
    double column = floor((x_mm - low_mm) / (high_mm - low_mm) * BAR_COLUMNS);
    return column < 0 ? 0 : column > BAR_COLUMNS - 1 ? BAR_COLUMNS - 1 : (int)column;
}

/* The thigh as one line: the longer the roller was over a stretch, the darker its character; spots numbered
 * above. */
static void add_thigh(struct text_buffer *out, const struct result *result)
{
    static const char shades[] = " .:-=+*#@";
    const struct result_profile *profile = &result->profile;
    double low_mm, high_mm;
    double seconds[BAR_COLUMNS] = {0};
    double most_s = 0;
    char numbers[BAR_COLUMNS + 1];
    char bar[BAR_COLUMNS + 1];
    chart_thigh_range(result, &low_mm, &high_mm);
    for (size_t i = 0; i < profile->count; i++) {
        if (!isfinite(profile->x_mm[i]) || !isfinite(profile->dwell_s[i]))
            continue;
        int column = bar_column(profile->x_mm[i], low_mm, high_mm);
        seconds[column] += profile->dwell_s[i];
        most_s = fmax(most_s, seconds[column]);
    }
    if (!(most_s > 0))
        return;
    for (int i = 0; i < BAR_COLUMNS; i++)
        bar[i] = shades[(int)lround(ceil(seconds[i] / most_s * (double)(sizeof shades - 2)))];
    bar[BAR_COLUMNS] = '\0';
    memset(numbers, ' ', BAR_COLUMNS);
    numbers[BAR_COLUMNS] = '\0';
    for (size_t i = result->spot_count; i-- > 0;) { /* the first rank is written last, over the others */
        if (isfinite(result->spot[i].center_mm))
            numbers[bar_column(result->spot[i].center_mm, low_mm, high_mm)] =
                "0123456789+"[result->spot[i].rank > 9 ? 10 : result->spot[i].rank];
    }
    char scale[BAR_COLUMNS + 1];
    snprintf(scale, sizeof scale, "%.0f mm", words_whole(low_mm));
    if (result->spot_count > 0)
        text_addf(out, "\n   %s", numbers);
    text_addf(out, "\n  |%s|\n   %-*s%.0f mm\n", bar, BAR_COLUMNS - 6, scale, high_mm);
    text_addf(out, "   %-*s%s\n", BAR_COLUMNS - (result->header.thigh_length_mm > 0 ? 4 : 16), "upper thigh",
              result->header.thigh_length_mm > 0 ? "knee" : "towards the knee");
}

/* "  247 N", or as wide a dash. */
static void add_force(struct text_buffer *out, double force_n)
{
    if (isfinite(force_n))
        text_addf(out, "  %5.0f N", force_n);
    else
        text_add(out, "      - N");
}

static void add_spot(struct text_buffer *out, const struct result_spot *spot)
{
    struct text_buffer time = {0};
    words_add_duration(&time, spot->dwell_s);
    text_addf(out, "  %-3u %4.0f mm  %4.0f-%-4.0f  %-12s %5u", spot->rank, words_whole(spot->center_mm),
              words_whole(spot->start_mm), words_whole(spot->end_mm), time.bytes ? time.bytes : "",
              spot->visit_count);
    add_force(out, spot->mean_force_n);
    add_force(out, spot->peak_force_n);
    text_addf(out, "  %5u   %s\n", spot->marks, words_place(spot->thigh_percent));
    text_free(&time);
}

static void add_spots(struct text_buffer *out, const struct result *result)
{
    if (result->spot_count == 0)
        return;
    text_add(out, "\n  #     centre     region  time         stays   force     peak  marks   where\n");
    for (size_t i = 0; i < result->spot_count; i++)
        add_spot(out, &result->spot[i]);
}

void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path)
{
    words_add_headline(out, result);
    text_add(out, "\n");
    if (result->spot_count > 0) {
        words_add_longest(out, result);
        text_add(out, "\n");
    }
    text_add(out, "\n");
    add_session(out, result);
    add_rolling(out, result);
    add_thigh(out, result);
    add_spots(out, result);
    if (result->warning_count > 0)
        text_add(out, "\nPlease note\n");
    for (size_t i = 0; i < result->warning_count; i++) {
        text_add(out, "  - ");
        plain_add(out, result->warning[i]);
        text_add(out, "\n");
    }
    text_addf(out, "\n%s\n", WORDS_DISCLAIMER);
    if (page_path) {
        text_add(out, "Report with charts: ");
        plain_add(out, page_path);
        text_add(out, "\n");
    }
}
