/* SPDX-License-Identifier: MIT */
/* The charts show the result: the tests read them back and convert pixels to millimetres, seconds and newtons. */
#include "support/cmocka_includes.h"

#include "charts/chart_kinds.h"
#include "drawn_sample.h"
#include "analyzer/report/sample_result.h"
#include "svg_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DWELL_BOTTOM_PX 284.0

/* Return the x coordinate of `value` on an axis from 0 to `max`. */
static double x_of(const struct chart_canvas *canvas, double value, double max)
{
    return canvas->left_px + value / max * (canvas->right_px - canvas->left_px);
}

static void assert_spots_are_at_their_millimetres(const struct drawn_sample *sample, const char *svg,
                                                  const struct chart_canvas *canvas)
{
    for (size_t i = 0; i < SAMPLE_SPOTS; i++) {
        const struct result_spot *spot = &sample->result.spot[i];
        char number[8], centered_label[80];
        double x_px = 0, y_px = 0;
        snprintf(number, sizeof number, "%u", spot->rank);
        snprintf(centered_label, sizeof centered_label, "text-anchor=\"middle\">\n\t\t<text>%s</text>", number);
        assert_non_null(strstr(svg, centered_label));
        assert_true(svg_find_label(svg, number, 0, &x_px, &y_px));
        assert_near(x_px, x_of(canvas, spot->center_mm, SAMPLE_THIGH_MM), 0.6);
        /* The disc is centred on the label, and its area is proportional to the dwell. */
        const char *cursor = svg;
        struct svg_box box;
        bool found = false;
        while (!found && svg_next_polygon(&cursor, "--chart-spot", &box))
            found = fabs((box.left + box.right) / 2 - x_px) < 1 && box.top < y_px && box.bottom > y_px;
        assert_true(found);
        assert_near((box.right - box.left) / 2, fmax(11, 24 * sqrt(spot->dwell_s / 30)), 1);
        /* The spot's region is shaded in the dwell panel. */
        cursor = svg;
        assert_true(svg_next_polygon(&cursor, "--chart-shade", &box));
        while (fabs(box.left - x_of(canvas, spot->start_mm, SAMPLE_THIGH_MM)) > 0.6)
            assert_true(svg_next_polygon(&cursor, "--chart-shade", &box));
        assert_near(box.right, x_of(canvas, spot->end_mm, SAMPLE_THIGH_MM), 0.6);
    }
}

static void the_thigh_has_its_spots(void **state)
{
    const struct drawn_sample *sample = *state;
    assert_spots_are_at_their_millimetres(sample, sample->charts.wide[CHART_THIGH].bytes, &chart_thigh.wide);
    assert_spots_are_at_their_millimetres(sample, sample->charts.narrow[CHART_THIGH].bytes, &chart_thigh.narrow);
}

static void bars_are_as_high_as_their_seconds(void **state)
{
    const struct drawn_sample *sample = *state;
    const struct profile *profile = &sample->result.profile;
    const char *svg = sample->charts.wide[CHART_THIGH].bytes;
    double zero_px = drawn_tick_px(svg, "0");
    double px_per_s = (zero_px - drawn_tick_px(svg, "10")) / 10;
    assert_near(zero_px, DWELL_BOTTOM_PX, 1.5);
    size_t bars = 0;
    static const char *const colors[] = {"--chart-dwell", "--chart-spot"};
    for (size_t c = 0; c < 2; c++) {
        const char *cursor = svg;
        struct svg_box box;
        while (svg_next_polygon(&cursor, colors[c], &box)) {
            if (fabs(box.bottom - DWELL_BOTTOM_PX) > 0.6)
                continue; /* it is a disc */
            double x_mm =
                ((box.left + box.right) / 2 - DRAWN_LEFT_PX) / (DRAWN_RIGHT_PX - DRAWN_LEFT_PX) * SAMPLE_THIGH_MM;
            size_t bin = (size_t)(x_mm / profile->bin_mm);
            assert_near(x_mm, profile->x_mm[bin], 0.3);
            assert_near((box.bottom - box.top) / px_per_s, profile->dwell_s[bin], 0.1);
            bool is_on_spot = false;
            for (size_t i = 0; i < SAMPLE_SPOTS; i++)
                is_on_spot =
                    is_on_spot || (profile->x_mm[bin] + profile->bin_mm / 2 > sample->result.spot[i].start_mm &&
                                   profile->x_mm[bin] - profile->bin_mm / 2 < sample->result.spot[i].end_mm);
            assert_int_equal(is_on_spot, c); /* the second colour is that of spots */
            bars++;
        }
    }
    size_t expected = 0;
    for (size_t i = 0; i < profile->count; i++)
        expected += profile->dwell_s[i] > 0;
    assert_in_range(bars, expected, profile->count);
}

struct trace_check {
    const struct result *result;
    double min_mm, max_mm;
    double low_n, high_n; /* limits of the force class whose colour is checked */
    size_t class_count;   /* number of points with a reading of that force within 0.2 s */
};

static void check_position(void *context, double x, double y)
{
    struct trace_check *check = context;
    double t_s = (x - 58) / (940 - 58) * check->result->duration_s;
    double mm = (y - 58) / (250 - 58) * SAMPLE_THIGH_MM;
    const struct result_trace *trace = &check->result->trace;
    double nearest_mm = INFINITY;
    bool is_in_class = false;
    for (size_t i = 0; i < trace->count; i++) {
        if (!trace->contact[i] || fabs(trace->time_s[i] - t_s) > 0.2)
            continue;
        is_in_class = is_in_class || (trace->force_n[i] >= check->low_n && trace->force_n[i] < check->high_n);
        if (fabs(trace->time_s[i] - t_s) < 0.02)
            nearest_mm = fmin(nearest_mm, fabs(trace->position_mm[i] - mm));
    }
    check->class_count += is_in_class;
    assert_true(nearest_mm < 1.5); /* every point is a loaded reading of that time */
    check->min_mm = fmin(check->min_mm, mm);
    check->max_mm = fmax(check->max_mm, mm);
}

static void the_session_is_drawn_as_recorded(void **state)
{
    const struct drawn_sample *sample = *state;
    struct trace_check check = {.result = &sample->result, .min_mm = INFINITY, .max_mm = -INFINITY};
    size_t points = 0;
    for (size_t class = 0; class < CHART_FORCE_CLASSES; class ++) {
        char color[24];
        snprintf(color, sizeof color, "--chart-force-%zu", class + 1);
        check.low_n = (double)class * chart_session_force_class_width_n(&sample->result);
        check.high_n = class + 1 < CHART_FORCE_CLASSES
                           ? check.low_n + chart_session_force_class_width_n(&sample->result)
                           : INFINITY;
        points += svg_each_point(sample->charts.wide[CHART_SESSION].bytes, color, check_position, &check);
    }
    assert_in_range(points, 1000, 2 * (940 - 58) + 200); /* two per column, and two more where the colour changes */
    assert_in_range(check.class_count, points * 9 / 10, points);
    assert_near(check.min_mm, sample->result.min_mm, 1.5);
    assert_near(check.max_mm, sample->result.max_mm, 1.5);
}

static void visits_gaps_and_marks_are_at_their_times(void **state)
{
    const struct drawn_sample *sample = *state;
    const struct result *result = &sample->result;
    const char *svg = sample->charts.wide[CHART_SESSION].bytes;
    for (size_t i = 0; i < result->spot_count; i++) {
        for (size_t k = 0; k < result->spot[i].visit_count; k++) {
            const struct result_visit *visit = &result->spot[i].visit[k];
            const char *cursor = svg;
            struct svg_box box = {0};
            double x_px, y_px;
            char number[8];
            do
                assert_true(svg_next_polygon(&cursor, "--chart-shade", &box));
            while (fabs(box.left - x_of(&chart_session.wide, visit->start_s, result->duration_s)) > 0.6);
            assert_near(box.right, x_of(&chart_session.wide, visit->end_s, result->duration_s), 0.6);
            snprintf(number, sizeof number, "%u", result->spot[i].rank);
            assert_true(svg_find_label(svg, number, k, &x_px, &y_px));
            assert_near(x_px, (box.left + box.right) / 2, 0.6);
        }
    }
    const char *cursor = svg;
    struct svg_box gap;
    assert_true(svg_next_polygon(&cursor, "--chart-gap", &gap));
    assert_near(gap.left, x_of(&chart_session.wide, 90, result->duration_s), 0.6);
    assert_near(gap.right, x_of(&chart_session.wide, 92, result->duration_s), 0.6);
    size_t marks = 0;
    for (const char *use = strstr(svg, "color='var(--chart-mark,"); use;
         use = strstr(use + 1, "color='var(--chart-mark,")) {
        double x_px, y_px;
        const char *translate = use;
        while (strncmp(translate, "translate(", 10) != 0)
            translate--;
        assert_int_equal(sscanf(translate, "translate(%lf,%lf)", &x_px, &y_px), 2);
        if (marks < result->mark_count)
            assert_near(x_px, x_of(&chart_session.wide, result->mark[marks].time_s, result->duration_s), 0.6);
        marks++;
    }
    assert_int_equal(marks, result->mark_count);
}

static void numbers_of_crowded_visits_do_not_overlap(void **state)
{
    (void)state;
    struct result result;
    struct charts charts = {0};
    struct failure failure = {0};
    sample_result_make(&result);
    struct result_visit *crowd = calloc(100, sizeof *crowd);
    assert_non_null(crowd);
    for (size_t i = 0; i < 100; i++)
        crowd[i] = (struct result_visit){.start_s = 60 + (double)i * 0.6, .end_s = 60.3 + (double)i * 0.6};
    free(result.spot[1].visit);
    result.spot[1].visit = crowd;
    result.spot[1].visit_count = 100;
    assert_true(charts_draw(&result, &charts, &failure));
    double number_px[200], y_px;
    size_t numbers = 0;
    const char *svg = charts.wide[CHART_SESSION].bytes;
    for (unsigned rank = 1; rank <= SAMPLE_SPOTS; rank++) {
        char number[8];
        snprintf(number, sizeof number, "%u", rank);
        for (size_t i = 0; svg_find_label(svg, number, i, &number_px[numbers], &y_px); i++)
            numbers++;
    }
    assert_in_range(numbers, 10, 60);
    for (size_t i = 0; i < numbers; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(fabs(number_px[i] - number_px[k]) > 19);
    charts_free(&charts);
    result_free(&result);
}

static void empty_and_damaged_results_are_drawn(void **state)
{
    (void)state;
    struct result result;
    struct charts charts = {0};
    struct failure failure = {0};
    sample_result_make_empty(&result);
    assert_true(charts_draw(&result, &charts, &failure));
    charts_free(&charts);
    result_free(&result);

    sample_result_make(&result);
    result.header.thigh_length_mm = 0;
    result.min_mm = -40;
    result.spot[0].center_mm = NAN;
    result.spot[1].start_mm = INFINITY;
    result.profile.dwell_s[3] = NAN;
    result.profile.peak_force_n[3] = INFINITY;
    result.trace.force_n[50] = -INFINITY;
    result.trace.time_s[60] = NAN;
    result.gap[0].start_s = NAN;
    assert_true(charts_draw(&result, &charts, &failure));
    charts_free(&charts);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_thigh_has_its_spots),
        cmocka_unit_test(bars_are_as_high_as_their_seconds),
        cmocka_unit_test(the_session_is_drawn_as_recorded),
        cmocka_unit_test(visits_gaps_and_marks_are_at_their_times),
        cmocka_unit_test(numbers_of_crowded_visits_do_not_overlap),
        cmocka_unit_test(empty_and_damaged_results_are_drawn),
    };
    return cmocka_run_group_tests(tests, drawn_sample_set_up, drawn_sample_tear_down);
}
