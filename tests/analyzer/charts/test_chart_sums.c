/* SPDX-License-Identifier: MIT */
/* The map of strokes and the chart of forces show the result: the tests read back their cells and bars, and compare
 * them with sums over the rows. */
#include "support/cmocka_includes.h"

#include "charts/chart_kinds.h"
#include "drawn_sample.h"
#include "analyzer/report/sample_result.h"
#include "svg_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STROKES_TOP_PX 70.0
#define STROKES_BOTTOM_PX 412.0

/* Return the loaded seconds of one stroke between two positions. */
static double stroke_seconds(const struct result *result, int stroke, double low_mm, double high_mm)
{
    const struct result_trace *trace = &result->trace;
    double seconds = 0;
    for (size_t i = 1; i < trace->count; i++)
        if (trace->stroke[i] == stroke && trace->contact[i] && trace->contact[i - 1] &&
            trace->position_mm[i] >= low_mm && trace->position_mm[i] < high_mm)
            seconds += trace->time_s[i] - trace->time_s[i - 1];
    return seconds;
}

/* Return the class (1 = lightest) of the topmost box at (x, y), which is the one drawn last; 0 = no box. */
static size_t drawn_class(const char *svg, double x_px, double y_px)
{
    size_t found = 0;
    for (size_t class = 1; class <= CHART_TIME_CLASSES; class ++) {
        char color[24];
        const char *cursor = svg;
        struct svg_box box;
        snprintf(color, sizeof color, "--chart-time-%zu", class);
        while (svg_next_polygon(&cursor, color, &box))
            if (x_px > box.left && x_px < box.right && y_px > box.top && y_px < box.bottom)
                found = class;
    }
    return found;
}

static size_t time_class(double seconds)
{
    size_t class = seconds > 0 ? 1 : 0;
    for (size_t i = 0; i < CHART_TIME_CLASSES - 1; i++)
        class += seconds >= CHART_STROKES_LIMITS_S[i];
    return class;
}

static void cells_have_the_color_of_their_seconds(void **state)
{
    const struct drawn_sample *sample = *state;
    const struct result *result = &sample->result;
    const char *svg = sample->charts.wide[CHART_STROKES].bytes;
    size_t seen[CHART_TIME_CLASSES + 1] = {0};
    assert_int_equal(chart_strokes_per_row(result, &chart_strokes.wide), 1);
    for (int stroke = 1; stroke <= (int)result->stroke_count; stroke++) {
        double row_px = (STROKES_BOTTOM_PX - STROKES_TOP_PX) / (double)result->stroke_count;
        double y_px = STROKES_TOP_PX + (stroke - 0.5) * row_px;
        for (size_t bin = 0; bin < result->profile.count; bin++) {
            double middle_mm = result->profile.x_mm[bin], half_mm = result->profile.bin_mm / 2;
            double seconds = stroke_seconds(result, stroke, middle_mm - half_mm, middle_mm + half_mm);
            double x_px = DRAWN_LEFT_PX + middle_mm / SAMPLE_THIGH_MM * (DRAWN_RIGHT_PX - DRAWN_LEFT_PX);
            size_t color = drawn_class(svg, x_px, y_px);
            bool is_at_limit = false; /* between two classes: rounding decides */
            for (size_t i = 0; i < CHART_TIME_CLASSES - 1; i++)
                is_at_limit = is_at_limit || fabs(seconds - CHART_STROKES_LIMITS_S[i]) < 1e-4;
            if (!is_at_limit)
                assert_int_equal(color, time_class(seconds));
            seen[color]++;
        }
    }
    for (size_t class = 0; class <= CHART_TIME_CLASSES; class ++)
        assert_true(seen[class] > 0); /* the sample has cells of each colour, and empty ones */
}

/* With more strokes than rows, each row shows the longest time among several strokes. */
static void many_strokes_keep_their_longest_time(void **state)
{
    (void)state;
    struct result result;
    struct charts charts = {0};
    struct failure failure = {0};
    sample_result_make(&result);
    /* Each reading is a separate stroke, except in a visit of 5 s. */
    result.stroke_count = 0;
    for (size_t i = 0; i < result.trace.count; i++) {
        bool is_in_visit = i >= 6000 && i < 6500;
        if (!is_in_visit || i == 6000)
            result.stroke_count++;
        result.trace.stroke[i] = (int)result.stroke_count;
        result.trace.contact[i] = 1;
        result.trace.position_mm[i] = is_in_visit ? 202 : 100;
    }
    assert_true(chart_strokes_per_row(&result, &chart_strokes.wide) > 50);
    assert_true(charts_draw(&result, &charts, &failure));
    const char *cursor = charts.wide[CHART_STROKES].bytes;
    struct svg_box box;
    assert_true(svg_next_polygon(&cursor, "--chart-time-4", &box));
    assert_near((box.left + box.right) / 2, DRAWN_LEFT_PX + 202.5 / SAMPLE_THIGH_MM * (DRAWN_RIGHT_PX - DRAWN_LEFT_PX),
                0.6);
    assert_false(svg_next_polygon(&cursor, "--chart-time-4", &box));
    charts_free(&charts);
    result_free(&result);
}

static double seconds_of_force(const struct result *result, double low_n, double high_n)
{
    const struct result_trace *trace = &result->trace;
    double seconds = 0;
    for (size_t i = 1; i < trace->count; i++)
        if (trace->contact[i] && trace->contact[i - 1] && trace->force_n[i] >= low_n && trace->force_n[i] < high_n)
            seconds += trace->time_s[i] - trace->time_s[i - 1];
    return seconds;
}

static void bars_of_force_are_as_high_as_their_seconds(void **state)
{
    const struct drawn_sample *sample = *state;
    const struct result *result = &sample->result;
    const char *svg = sample->charts.wide[CHART_FORCES].bytes;
    double width_n = chart_forces_bar_width_n(result),
           axis_end_n = width_n * ceil(result->peak_force_n * 1.02 / width_n);
    double px_per_s = (drawn_tick_px(svg, "0") - drawn_tick_px(svg, "10")) / 10, total_s = 0;
    const char *cursor = svg;
    struct svg_box box;
    size_t bars = 0;
    while (svg_next_polygon(&cursor, "--chart-force", &box)) {
        if (fabs(box.bottom - 186) > 0.6)
            continue; /* this box is the band in the lower panel */
        double force_n = ((box.left + box.right) / 2 - DRAWN_LEFT_PX) / (DRAWN_RIGHT_PX - DRAWN_LEFT_PX) * axis_end_n;
        double low_n = width_n * floor(force_n / width_n);
        double seconds = (box.bottom - box.top) / px_per_s;
        assert_near(force_n, low_n + width_n / 2, 0.3);
        assert_near(seconds, seconds_of_force(result, low_n, low_n + width_n), 0.15);
        total_s += seconds;
        bars++;
    }
    assert_in_range(bars, 10, 40);
    assert_near(total_s, seconds_of_force(result, 0, INFINITY), 1.5); /* no bar is missing */
}

struct median_check {
    const struct result *result;
    size_t checked;
};

static void check_median(void *context, double x, double y)
{
    struct median_check *check = context;
    const struct result *result = check->result;
    if (y < 280)
        return;         /* this point is in the upper panel */
    double max_n = 300; /* end of the axis: the peak is 264 N, the step 100 N */
    double position_mm = (x - DRAWN_LEFT_PX) / (DRAWN_RIGHT_PX - DRAWN_LEFT_PX) * SAMPLE_THIGH_MM,
           drawn_n = (470 - y) / (470.0 - 292) * max_n;
    double below_s = 0, above_s = 0, near_s = 0;
    const struct result_trace *trace = &result->trace;
    for (size_t i = 1; i < trace->count; i++) {
        if (!trace->contact[i] || !trace->contact[i - 1] || fabs(trace->position_mm[i] - position_mm) > 2.5)
            continue;
        double seconds = trace->time_s[i] - trace->time_s[i - 1];
        if (fabs(trace->force_n[i] - drawn_n) < 3)
            near_s += seconds;
        else if (trace->force_n[i] < drawn_n)
            below_s += seconds;
        else
            above_s += seconds;
    }
    assert_true(fabs(below_s - above_s) <= near_s + 0.05); /* equal times below and above, within 3 N */
    check->checked++;
}

static void the_line_of_force_is_the_median(void **state)
{
    const struct drawn_sample *sample = *state;
    struct median_check check = {.result = &sample->result};
    svg_each_point(sample->charts.wide[CHART_FORCES].bytes, "--chart-force", check_median, &check);
    assert_in_range(check.checked, 60, 140);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_the_color_of_their_seconds),
        cmocka_unit_test(many_strokes_keep_their_longest_time),
        cmocka_unit_test(bars_of_force_are_as_high_as_their_seconds),
        cmocka_unit_test(the_line_of_force_is_the_median),
    };
    return cmocka_run_group_tests(tests, drawn_sample_set_up, drawn_sample_tear_down);
}
