/* SPDX-License-Identifier: MIT */
/* The uncertainty in the charts: a whisker below each spot, a band around the position. */
#include "support/cmocka_includes.h"

#include "charts/chart_kinds.h"
#include "drawn_sample.h"
#include "analyzer/report/sample_result.h"
#include "svg_read.h"

#include <math.h>

#define assert_near(value, expected, tolerance) assert_true(fabs((value) - (expected)) <= (tolerance))
#define WIDE_PX 50 /* a narrower segment of the band may end on a slope, where a pixel is many millimetres */

static double x_of(const struct chart_canvas *canvas, double value, double max)
{
    return canvas->left_px + value / max * (canvas->right_px - canvas->left_px);
}

struct whisker_check {
    double expected_px, nearest_px;
};

static void check_whisker(void *context, double x, double y)
{
    (void)y;
    struct whisker_check *check = context;
    check->nearest_px = fmin(check->nearest_px, fabs(x - check->expected_px));
}

static void each_spot_has_a_whisker_of_its_uncertainty(void **state)
{
    const struct drawn_sample *sample = *state;
    for (size_t i = 0; i < 2 * SAMPLE_SPOTS; i++) {
        const struct result_spot *spot = &sample->result.spot[i / 2];
        double end_mm = spot->center_mm + (i % 2 == 0 ? -1 : 1) * spot->center_uncertainty_mm;
        struct whisker_check check = {x_of(&chart_thigh.wide, end_mm, SAMPLE_THIGH_MM), INFINITY};
        svg_each_point(sample->charts.wide[CHART_THIGH].bytes, "--chart-uncertainty", check_whisker, &check);
        assert_near(check.nearest_px, 0, 0.6);
    }
}

/* Each segment of the band reaches as far beyond its lowest and highest position as the uncertainty. */
static void the_position_has_a_band_of_its_uncertainty(void **state)
{
    const struct drawn_sample *sample = *state;
    const struct result_trace *trace = &sample->result.trace;
    const char *cursor = sample->charts.wide[CHART_SESSION].bytes;
    double px_per_mm = (250.0 - 58) / SAMPLE_THIGH_MM, uncertainty_mm = sample->result.uncertainty_mm;
    struct svg_box box;
    size_t count = 0;
    for (; svg_next_polygon(&cursor, "--chart-uncertainty", &box);) {
        double min_mm = INFINITY, max_mm = -INFINITY;
        if (box.right - box.left < WIDE_PX)
            continue;
        for (size_t i = 0; i < trace->count; i++) {
            double x_px = x_of(&chart_session.wide, trace->time_s[i], sample->result.duration_s);
            if (trace->contact[i] && x_px >= box.left && x_px <= box.right) {
                min_mm = fmin(min_mm, trace->position_mm[i]);
                max_mm = fmax(max_mm, trace->position_mm[i]);
            }
        }
        count++;
        assert_near(box.top, 58 + px_per_mm * fmax(0, min_mm - uncertainty_mm), 1);
        assert_near(box.bottom, 58 + px_per_mm * fmin(SAMPLE_THIGH_MM, max_mm + uncertainty_mm), 1);
    }
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_spot_has_a_whisker_of_its_uncertainty),
        cmocka_unit_test(the_position_has_a_band_of_its_uncertainty),
    };
    return cmocka_run_group_tests(tests, drawn_sample_set_up, drawn_sample_tear_down);
}
