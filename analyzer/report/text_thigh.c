/* SPDX-License-Identifier: MIT */
#include "report/text_thigh.h"

#include "charts/chart_canvas.h"
#include "result/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS TEXT_THIGH_COLUMNS
#define ROWS TEXT_THIGH_ROWS
#define MARGIN TEXT_THIGH_MARGIN

double text_thigh_sum_columns(const struct result *result, double seconds[COLUMNS])
{
    const struct profile *profile = &result->profile;
    double low_mm, high_mm, max_s = 0;
    chart_thigh_range(result, &low_mm, &high_mm);
    double column_mm = (high_mm - low_mm) / COLUMNS;
    for (int c = 0; c < COLUMNS; c++) {
        double from_mm = low_mm + c * column_mm, to_mm = from_mm + column_mm;
        seconds[c] = 0;
        for (size_t i = 0; i < profile->count; i++) {
            double bin_from_mm = profile->x_mm[i] - profile->bin_mm / 2, bin_to_mm = bin_from_mm + profile->bin_mm;
            double overlap_mm = fmin(to_mm, bin_to_mm) - fmax(from_mm, bin_from_mm);
            if (overlap_mm > 0 && isfinite(profile->dwell_s[i]))
                seconds[c] += profile->dwell_s[i] * overlap_mm / profile->bin_mm;
        }
        max_s = fmax(max_s, seconds[c]);
    }
    return max_s;
}

/* Return the column of a position. A position beyond the range gets the first or the last column. */
static int column_of(const struct result *result, double x_mm)
{
    double low_mm, high_mm;
    chart_thigh_range(result, &low_mm, &high_mm);
    double column = floor((x_mm - low_mm) / (high_mm - low_mm) * COLUMNS);
    return (int)fmin(fmax(column, 0), COLUMNS - 1);
}

static void add_spot_numbers(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    char numbers[COLUMNS + 1];
    memset(numbers, ' ', COLUMNS);
    numbers[COLUMNS] = '\0';
    for (size_t i = result->spot_count; i-- > 0;) { /* write the best rank last, so that it replaces worse ones */
        if (isfinite(result->spot[i].center_mm))
            numbers[column_of(result, result->spot[i].center_mm)] =
                "0123456789+"[result->spot[i].rank > 9 ? 10 : result->spot[i].rank];
    }
    size_t length = COLUMNS;
    while (length > 0 && numbers[length - 1] == ' ')
        length--;
    if (length == 0)
        return;
    text_add_repeated(out, " ", MARGIN);
    terminal_style_begin(out, style, PAINT_SPOT);
    text_add_bytes(out, numbers, length);
    terminal_style_end(out, style);
    text_add(out, "\n");
}

/* Return a character whose lower `eighths` eighths (0 to 8) are filled. */
static const char *block_character(const struct terminal_style *style, int eighths)
{
    static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[] = {" ", ".", ".", ".", ":", ":", ":", "#", "#"};
    return style->ascii ? ascii[eighths] : blocks[eighths];
}

/* Add one row of the bars; row 0 is the lowest. */
static void add_row(struct text_buffer *out, const struct terminal_style *style, const double seconds[COLUMNS],
                    const bool on_spot[COLUMNS], double max_s, int row)
{
    int color = -1;    /* 1 = colour of the spots, 0 = colour of other bars, -1 = no colour set yet */
    int end = COLUMNS; /* number of columns without trailing blanks */
    int eighths[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        /* round up, so that even the shortest time is visible; 1e-9 absorbs rounding errors */
        double height = ceil(seconds[c] / max_s * ROWS * 8 - 1e-9);
        eighths[c] = (int)fmin(fmax(height - row * 8, 0), 8);
    }
    while (end > 0 && eighths[end - 1] == 0)
        end--;
    for (int c = 0; c < end; c++) {
        if (color != on_spot[c] && eighths[c] > 0) {
            terminal_style_end(out, style);
            terminal_style_begin(out, style, on_spot[c] ? PAINT_SPOT : PAINT_BAR);
            color = on_spot[c];
        }
        text_add(out, block_character(style, eighths[c]));
    }
    if (color >= 0)
        terminal_style_end(out, style);
    text_add(out, "\n");
}

/* Add the names of both ends of the thigh, with a tick in the column of each: "|" for 0 and for the knee. */
static void add_landmarks(struct text_buffer *out, const struct result *result)
{
    const struct words_landmarks landmarks = words_landmarks(result);
    int upper_column = isnan(landmarks.upper_mm) ? 0 : column_of(result, landmarks.upper_mm);
    int knee_column = isnan(landmarks.knee_mm) ? COLUMNS - 1 : column_of(result, landmarks.knee_mm);
    int between = knee_column - upper_column - (int)strlen(landmarks.upper) - (int)strlen(landmarks.knee) - 2;
    text_addf(out, "%*s%s %s%*s%s %s\n", MARGIN + upper_column, "", isnan(landmarks.upper_mm) ? " " : "|",
              landmarks.upper, between > 1 ? between : 1, "", landmarks.knee, isnan(landmarks.knee_mm) ? "" : "|");
}

static void add_scale(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    double low_mm, high_mm;
    chart_thigh_range(result, &low_mm, &high_mm);
    text_add_repeated(out, " ", MARGIN);
    terminal_style_begin(out, style, PAINT_FAINT);
    text_add_repeated(out, style->ascii ? "-" : "─", COLUMNS);
    terminal_style_end(out, style);
    const struct units_text low = units_length(result->options.units, low_mm),
                            high = units_length(result->options.units, high_mm);
    text_addf(out, "\n%*s%s%*s\n", MARGIN, "", low.text, COLUMNS - (int)strlen(low.text), high.text);
    add_landmarks(out, result);
}

void text_thigh_add(struct text_buffer *out, const struct result *result, const struct terminal_style *style)
{
    double seconds[COLUMNS], low_mm, high_mm;
    bool on_spot[COLUMNS] = {false};
    double max_s = text_thigh_sum_columns(result, seconds);
    if (!(max_s > 0))
        return;
    chart_thigh_range(result, &low_mm, &high_mm);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        if (!isfinite(spot->start_mm) || !isfinite(spot->end_mm))
            continue;
        for (int c = column_of(result, spot->start_mm); c <= column_of(result, spot->end_mm); c++)
            on_spot[c] = true;
    }
    text_addf(out, "\nTime spent along the thigh, on each %s\n",
              units_fine_length(result->options.units, (high_mm - low_mm) / COLUMNS).text);
    add_spot_numbers(out, result, style);
    for (int row = ROWS - 1; row >= 0; row--) {
        char label[24] = "";
        if (row == ROWS - 1)
            snprintf(label, sizeof label, max_s < 9.95 ? "%.1f s" : "%.0f s", max_s);
        text_addf(out, "%*s ", MARGIN - 1, label);
        add_row(out, style, seconds, on_spot, max_s, row);
    }
    add_scale(out, result, style);
}
