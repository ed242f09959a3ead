/* SPDX-License-Identifier: MIT */
/* The drawn leg: its landmarks have their names and places, and discs of neighbouring spots do not touch. */
#include "support/cmocka_includes.h"

#include "analyzer/report/sample_result.h"
#include "charts/chart_kinds.h"
#include "charts/charts.h"
#include "svg_read.h"

#include <math.h>
#include <stdlib.h>

#define SPOTS 8
#define DISTANCE_MM 36.0    /* a little more than the distance at which two spots are one */
#define LEG_BOTTOM_PX 200.0 /* the discs are above it, in both layouts */
#define SHARP_PX 0.5

/* Replace the sample's spots by SPOTS spots side by side, all as long. */
static void make_crowded(struct result *result)
{
    sample_result_make(result);
    for (size_t i = 0; i < result->spot_count; i++)
        free(result->spot[i].visit);
    free(result->spot);
    result->spot = calloc(SPOTS, sizeof *result->spot);
    assert_non_null(result->spot);
    result->spot_count = SPOTS;
    for (size_t i = 0; i < SPOTS; i++) {
        double center_mm = 30 + DISTANCE_MM * (double)i;
        result->spot[i] = (struct result_spot){.rank = (unsigned)i + 1,
                                               .center_mm = center_mm,
                                               .center_uncertainty_mm = 5,
                                               .start_mm = center_mm - 10,
                                               .end_mm = center_mm + 10,
                                               .dwell_s = 20};
    }
}

static void assert_discs_are_apart(const char *svg)
{
    struct svg_box disc[SPOTS];
    size_t count = 0;
    struct svg_box box;
    for (const char *cursor = svg; svg_next_polygon(&cursor, "--chart-spot", &box);) {
        if (box.bottom > LEG_BOTTOM_PX)
            continue; /* a bar of the profile */
        assert_true(count < SPOTS);
        disc[count++] = box;
    }
    assert_int_equal(count, SPOTS);
    for (size_t i = 0; i < SPOTS; i++)
        for (size_t k = 0; k < i; k++) {
            double x_px = (disc[i].left + disc[i].right - disc[k].left - disc[k].right) / 2;
            double y_px = (disc[i].top + disc[i].bottom - disc[k].top - disc[k].bottom) / 2;
            double radii_px = (disc[i].right - disc[i].left + disc[k].right - disc[k].left) / 2;
            assert_true(hypot(x_px, y_px) > radii_px);
        }
}

static void discs_of_neighbours_do_not_touch(void **state)
{
    (void)state;
    struct result result;
    struct charts charts = {0};
    struct failure failure = {0};
    make_crowded(&result);
    assert_true(charts_draw(&result, &charts, &failure));
    assert_discs_are_apart(charts.wide[CHART_THIGH].bytes);
    assert_discs_are_apart(charts.narrow[CHART_THIGH].bytes);
    charts_free(&charts);
    result_free(&result);
}

static void assert_label(const char *svg, const char *label, double expected_px)
{
    double x_px = 0, y_px = 0;
    assert_true(svg_find_label(svg, label, 0, &x_px, &y_px));
    assert_true(fabs(x_px - expected_px) < SHARP_PX);
}

static void landmarks_are_named_at_their_places(void **state)
{
    (void)state;
    struct result result;
    struct charts charts = {0};
    struct failure failure = {0};
    sample_result_make(&result);
    result.min_mm = -50;
    result.max_mm = 400; /* beyond the thigh of 350 mm at both ends */
    assert_true(charts_draw(&result, &charts, &failure));
    double px_per_mm = (chart_thigh.wide.right_px - chart_thigh.wide.left_px) / 450.0;
    const char *svg = charts.wide[CHART_THIGH].bytes;
    assert_label(svg, "fold below the buttock", chart_thigh.wide.left_px + 50 * px_per_mm);
    assert_label(svg, "crease of the knee", chart_thigh.wide.left_px + 400 * px_per_mm);
    charts_free(&charts);
    result.origin = POSITION_ORIGIN_ASSUMED;
    result.header.thigh_length_mm = 0;
    assert_true(charts_draw(&result, &charts, &failure));
    svg = charts.narrow[CHART_THIGH].bytes;
    assert_label(svg, "where the roller first lay",
                 chart_thigh.narrow.left_px + 50 * (chart_thigh.narrow.right_px - chart_thigh.narrow.left_px) / 450.0);
    double x_px, y_px;
    assert_true(svg_find_label(svg, "towards the knee", 0, &x_px, &y_px));
    assert_false(svg_find_label(svg, "crease of the knee", 0, &x_px, &y_px));
    charts_free(&charts);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discs_of_neighbours_do_not_touch),
        cmocka_unit_test(landmarks_are_named_at_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
