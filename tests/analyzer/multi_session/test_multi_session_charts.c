/* SPDX-License-Identifier: MIT */
/* The charts show the true values. The tests read each picture back, and convert its pixels to millimetres, days,
 * seconds and newton seconds with the panels of chart_mirror.c and chart_trend.c. */
#include "support/cmocka_includes.h"

#include "compare/chart_mirror.h"
#include "trend/chart_trend.h"
#include "compare/compare_output.h"
#include "synthetic_set.h"
#include "analyzer/charts/svg_read.h"
#include "trend/trend_output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define assert_near(value, expected, tolerance) assert_true(fabs((value) - (expected)) <= (tolerance))
#define DAYS 20

struct fixture {
    struct session_set set;
    struct comparison comparison;
    struct compare_charts mirror;
    struct trend trend;
    struct trend_charts weeks;
};

static void *fixture_new(void)
{
    return calloc(1, sizeof(struct fixture));
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    compare_charts_free(&fixture->mirror);
    trend_charts_free(&fixture->weeks);
    comparison_free(&fixture->comparison);
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}

/* Compare a left and a right session; the right one has a long reversal at the knee. */
static int set_up_legs(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    struct failure failure = {0};
    synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 1, (struct synthetic_spot[]){{117, 30, 200}, {240, 9, 150}}, 2);
    struct session_summary *right =
        synthetic_set_add(&fixture->set, SESSION_LEG_RIGHT, 1, (struct synthetic_spot[]){{126, 12, 200}}, 1);
    right->profile.dwell_s[67] = 97; /* 337.5 mm */
    return comparison_make(&fixture->comparison, &fixture->set, &failure) &&
                   compare_charts_draw(&fixture->comparison, &fixture->mirror, &failure)
               ? 0
               : -1;
}

/* Follow two spots of the right leg for DAYS days; the second spot appears on the 7th. */
static int set_up_weeks(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    struct failure failure = {0};
    for (int day = 1; day <= DAYS; day++) {
        const struct synthetic_spot spot[] = {{117, 60 - 2 * day, 200}, {240, 10 + day % 3, 150}};
        synthetic_set_add(&fixture->set, SESSION_LEG_RIGHT, day, spot, day <= 6 ? 1 : 2);
    }
    return trend_make(&fixture->trend, &fixture->set, &failure) &&
                   trend_charts_draw(&fixture->trend, &fixture->weeks, &failure)
               ? 0
               : -1;
}

/* Return the horizontal pixel of a value. */
static double x_px_of(const struct chart_canvas *canvas, const struct chart_panel *panel, double value)
{
    return canvas->left_px +
           (value - panel->x_left) / (panel->x_right - panel->x_left) * (canvas->right_px - canvas->left_px);
}

/* Return the vertical pixel of a value. */
static double y_px_of(const struct chart_panel *panel, double value)
{
    return panel->bottom_px -
           (value - panel->y_bottom) / (panel->y_top - panel->y_bottom) * (panel->bottom_px - panel->top_px);
}

/* Check that each bar of a mirror chart has the length and the colour of its bin. */
static void assert_mirror_bars(const struct fixture *fixture, bool narrow)
{
    const struct comparison_view *view = &fixture->comparison.view[0];
    const struct chart_pair *chart = &fixture->mirror.view[0];
    const char *svg = narrow ? chart->narrow.bytes : chart->wide.bytes;
    struct chart_canvas canvas = chart_mirror_canvas(0, narrow);
    struct chart_panel panel = chart_mirror_panel(view, &canvas);
    double zero_px = y_px_of(&panel, 0);
    size_t bar_count[2][2] = {{0}}; /* [0: above the axis, 1: below][0: outside spots, 1: on a spot] */
    static const char *const colors[] = {"--chart-dwell", "--chart-spot"};
    for (size_t c = 0; c < 2; c++) {
        const char *cursor = svg;
        struct svg_box box;
        while (svg_next_polygon(&cursor, colors[c], &box)) {
            bool is_above = fabs(box.bottom - zero_px) < 0.6, is_below = fabs(box.top - zero_px) < 0.6;
            if (is_above == is_below)
                continue; /* the disc of a badge */
            const struct session_summary *session = view->session[is_below];
            double mm = panel.x_left + ((box.left + box.right) / 2 - canvas.left_px) * (panel.x_right - panel.x_left) /
                                           (canvas.right_px - canvas.left_px);
            size_t bin = (size_t)(mm / session->profile.bin_mm);
            double expected_s = fmin(session->profile.dwell_s[bin], chart_mirror_max_s(view));
            assert_near(mm, session->profile.x_mm[bin], 0.5);
            assert_near(box.bottom - box.top, fabs(y_px_of(&panel, expected_s) - zero_px), 0.6);
            bool is_on_spot = false;
            for (size_t k = 0; k < session->spot_count; k++)
                is_on_spot = is_on_spot || fabs(session->profile.x_mm[bin] - session->spot[k].center_mm) < 15 + 2.5;
            assert_int_equal(is_on_spot, c);
            bar_count[is_below][c]++;
        }
    }
    for (size_t side = 0; side < 2; side++)
        assert_int_equal(bar_count[side][0] + bar_count[side][1], view->session[side]->profile.count);
    double x_px = 0, y_px = 0;
    assert_true(svg_find_label(svg, "97 s", 0, &x_px, &y_px)); /* a bar that is cut off shows its length */
    assert_near(x_px, x_px_of(&canvas, &panel, 337.5), 12);
    assert_true(y_px > y_px_of(&panel, -chart_mirror_max_s(view)));
}

static void bars_go_up_for_the_left_and_down_for_the_right(void **state)
{
    assert_mirror_bars(*state, false);
    assert_mirror_bars(*state, true);
}

/* Check that the centre of badge `index`, among the badges with this number, is at expected_x_px and between y_min_px
 * and y_max_px. */
static void assert_badge(const char *svg, const char *number, size_t index, double expected_x_px, double y_min_px,
                         double y_max_px)
{
    double x_px = 0, y_px = 0;
    char centered[80];
    snprintf(centered, sizeof centered, "text-anchor=\"middle\">\n\t\t<text>%s</text>", number);
    const char *from = svg;
    for (size_t i = 0; i <= index; i++) {
        from = strstr(from, centered);
        assert_non_null(from);
        from += i < index;
    }
    const char *position = from;
    while (position > svg && strncmp(position, "translate(", 10) != 0)
        position--;
    assert_int_equal(sscanf(position, "translate(%lf,%lf)", &x_px, &y_px), 2);
    assert_near(x_px, expected_x_px, 0.6);
    assert_true(y_px > y_min_px && y_px < y_max_px);
}

static void badges_are_at_their_spots(void **state)
{
    const struct fixture *fixture = *state;
    const struct comparison_view *view = &fixture->comparison.view[0];
    const char *svg = fixture->mirror.view[0].wide.bytes;
    struct chart_canvas canvas = chart_mirror_canvas(0, false);
    struct chart_panel panel = chart_mirror_panel(view, &canvas);
    double zero_px = y_px_of(&panel, 0);
    assert_int_equal(view->spot_count, 2);
    assert_badge(svg, "1", 0, x_px_of(&canvas, &panel, 117), 0, y_px_of(&panel, 30));
    assert_badge(svg, "1", 1, x_px_of(&canvas, &panel, 126), y_px_of(&panel, -12), canvas.height_px);
    assert_badge(svg, "2", 0, x_px_of(&canvas, &panel, 240), 0, zero_px);
    double x_px, y_px;
    assert_false(svg_find_label(svg, "2", 1, &x_px, &y_px)); /* the spot is on the left only */
}

static void thighs_of_different_lengths_share_an_axis_in_percent(void **state)
{
    struct fixture *fixture = *state;
    struct failure failure = {0};
    comparison_free(&fixture->comparison);
    compare_charts_free(&fixture->mirror);
    fixture->set.session[1].header.thigh_length_mm = 420;
    assert_true(comparison_make(&fixture->comparison, &fixture->set, &failure));
    assert_true(compare_charts_draw(&fixture->comparison, &fixture->mirror, &failure));
    const struct comparison_view *view = &fixture->comparison.view[0];
    struct chart_canvas canvas = chart_mirror_canvas(0, false);
    struct chart_panel panel = chart_mirror_panel(view, &canvas);
    const char *svg = fixture->mirror.view[0].wide.bytes;
    assert_true(view->tracks.scale.by_percent);
    assert_badge(svg, "1", 0, x_px_of(&canvas, &panel, 100 * 117 / 350.0), 0, y_px_of(&panel, 0));
    assert_badge(svg, "1", 1, x_px_of(&canvas, &panel, 100 * 126 / 420.0), y_px_of(&panel, 0), canvas.height_px);
}

/* Check that each panel of a trend chart has a mark for each session, and no other mark. */
static void assert_trend_marks(const struct fixture *fixture, bool narrow)
{
    const struct trend_leg *leg = &fixture->trend.leg[0];
    const char *svg = narrow ? fixture->weeks.leg[0].narrow.bytes : fixture->weeks.leg[0].wide.bytes;
    struct chart_canvas canvas = chart_trend_canvas(leg, 0, narrow);
    static const char *const colors[] = {"--chart-spot", "--chart-force", "--chart-gap"};
    const char *cursor[3] = {svg, svg, svg};
    double x_px = 0, y_px = 0;
    assert_int_equal(chart_trend_spot_count(leg), 2);
    for (size_t k = 0; k < 2; k++) {
        for (int impulse = 0; impulse < 2; impulse++) {
            struct chart_canvas panel_canvas;
            struct chart_panel panel =
                chart_trend_panel(leg, &canvas, k, impulse ? TREND_IMPULSE : TREND_DWELL, &panel_canvas);
            const struct trend_spot *spot = &leg->spot[k];
            for (size_t i = 0; i < leg->session_count; i++) {
                double value = impulse ? spot->impulse_n_s[i] : spot->dwell_s[i];
                size_t color = spot->track->spot[i] ? (size_t)impulse : 2;
                assert_true(svg_next_mark(&cursor[color], colors[color], &x_px, &y_px));
                assert_near(x_px, x_px_of(&panel_canvas, &panel, (double)i), 0.6);
                assert_near(y_px, y_px_of(&panel, value), 0.6);
            }
        }
    }
    for (size_t c = 0; c < 3; c++)
        assert_false(svg_next_mark(&cursor[c], colors[c], &x_px, &y_px)); /* there are no other marks */
}

static void each_session_has_a_mark_at_its_day_and_value(void **state)
{
    assert_trend_marks(*state, false);
    assert_trend_marks(*state, true);
}

struct collected_points {
    double x_px[40], y_px[40];
    size_t count;
};

static void collect_point(void *context, double x_px, double y_px)
{
    struct collected_points *points = context;
    if (points->count < 40) {
        points->x_px[points->count] = x_px;
        points->y_px[points->count++] = y_px;
    }
}

static void the_line_is_that_of_the_trend(void **state)
{
    const struct fixture *fixture = *state;
    const struct trend_leg *leg = &fixture->trend.leg[0];
    struct chart_canvas canvas = chart_trend_canvas(leg, 0, false), panel_canvas;
    struct collected_points points = {.count = 0};
    svg_each_point(fixture->weeks.leg[0].wide.bytes, "--chart-ink", collect_point, &points);
    assert_int_equal(points.count, 8); /* two spots, seconds and impulse, two ends */
    struct chart_panel panel = chart_trend_panel(leg, &canvas, 0, TREND_DWELL, &panel_canvas);
    assert_near(points.x_px[0], x_px_of(&panel_canvas, &panel, 0), 0.6);
    assert_near(points.y_px[0], y_px_of(&panel, 58), 0.6);
    assert_near(points.x_px[1], x_px_of(&panel_canvas, &panel, DAYS - 1), 0.6);
    assert_near(points.y_px[1], y_px_of(&panel, 20), 0.6);
    panel = chart_trend_panel(leg, &canvas, 1, TREND_IMPULSE, &panel_canvas);
    assert_near(points.x_px[6], x_px_of(&panel_canvas, &panel, 6), 0.6); /* the line begins at the first sighting */
    assert_near(points.y_px[6], y_px_of(&panel, leg->spot[1].impulse.start_value), 0.6);
}

static void the_overview_has_a_disc_for_each_sighting(void **state)
{
    const struct fixture *fixture = *state;
    const struct trend_leg *leg = &fixture->trend.leg[0];
    const char *cursor = fixture->weeks.leg[0].wide.bytes;
    struct chart_canvas canvas = chart_trend_canvas(leg, 0, false);
    struct chart_panel panel = chart_trend_overview(leg, &canvas);
    struct svg_box box;
    for (size_t k = 0; k < leg->spot_count; k++) {
        for (size_t i = 0; i < leg->session_count; i++) {
            const struct result_spot *spot = leg->spot[k].track->spot[i];
            if (!spot)
                continue;
            do
                assert_true(svg_next_polygon(&cursor, "--chart-spot", &box));
            while (box.bottom > panel.bottom_px);
            assert_near((box.left + box.right) / 2, x_px_of(&canvas, &panel, (double)i), 0.8);
            assert_near((box.top + box.bottom) / 2, y_px_of(&panel, spot->center_mm), 0.8);
            assert_near((box.right - box.left) / 2, fmax(2.5, 13 * sqrt(spot->dwell_s / 58)), 0.6);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bars_go_up_for_the_left_and_down_for_the_right, set_up_legs, tear_down),
        cmocka_unit_test_setup_teardown(badges_are_at_their_spots, set_up_legs, tear_down),
        cmocka_unit_test_setup_teardown(thighs_of_different_lengths_share_an_axis_in_percent, set_up_legs, tear_down),
        cmocka_unit_test_setup_teardown(each_session_has_a_mark_at_its_day_and_value, set_up_weeks, tear_down),
        cmocka_unit_test_setup_teardown(the_line_is_that_of_the_trend, set_up_weeks, tear_down),
        cmocka_unit_test_setup_teardown(the_overview_has_a_disc_for_each_sighting, set_up_weeks, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
