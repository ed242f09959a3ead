/* SPDX-License-Identifier: MIT */
/* The text, JSON, page and charts of a session agree. */
#include "support/cmocka_includes.h"

#include "program_fixture.h"
#include "analyzer/charts/svg_read.h"
#include "shared/text_buffer.h"
#include "result/words.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE SOURCE_DIR "/samples/three-spots.csv"
#define LEFT_PX 58.0 /* edges of the panels in the wide charts */
#define RIGHT_PX 940.0

struct outputs {
    json_t *json;
    char *text, *page, *thigh, *strokes;
};

static void gather(const struct program_fixture *fixture, struct outputs *outputs)
{
    const struct program_options options = {.folder = fixture->dir.path};
    const char *const json[] = {PROGRAM_ANALYZER, "report", "--json", SAMPLE, NULL};
    const char *const people[] = {PROGRAM_ANALYZER, "report", "--ascii", "--charts", "charts", "-o",
                                  "page.html",      SAMPLE,   NULL};
    struct program_result result = program_run(json, &options, PROGRAM_LIMIT_S);
    program_assert_status(&result, 0);
    outputs->json = json_loads(result.out, 0, NULL);
    program_result_free(&result);
    result = program_run(people, &options, PROGRAM_LIMIT_S);
    program_assert_status(&result, 0);
    outputs->text = strdup(result.out);
    program_result_free(&result);
    outputs->page = program_read_file(fixture, "page.html");
    outputs->thigh = program_read_file(fixture, "charts/three-spots-thigh.svg");
    outputs->strokes = program_read_file(fixture, "charts/three-spots-strokes.svg");
    assert_true(outputs->json && outputs->text && outputs->page && outputs->thigh && outputs->strokes);
}

static double number(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("missing: %s\n", part);
    assert_non_null(strstr(text, part));
}

/* Return the x coordinate of a position on the charts' axis along the thigh. */
static double x_px(const json_t *json, double mm)
{
    const json_t *position = json_object_get(json, "position");
    double low = fmin(0, 5 * floor(number(position, "min_mm") / 5));
    double high = fmax(number(position, "thigh_length_mm"), 5 * ceil(number(position, "max_mm") / 5));
    return LEFT_PX + (mm - low) / (high - low) * (RIGHT_PX - LEFT_PX);
}

static void assert_spot_agrees(const struct outputs *outputs, const json_t *spot)
{
    char part[200], rank[8];
    struct text_buffer time = {0};
    double center = number(spot, "center_mm"), start = number(spot, "start_mm"), end = number(spot, "end_mm");
    double uncertainty = ceil(number(spot, "center_uncertainty_mm"));
    words_add_duration(&time, number(spot, "dwell_s"));
    snprintf(rank, sizeof rank, "%.0f", number(spot, "rank"));
    snprintf(part, sizeof part, "\n  %-3s %4.0f mm +-%-3.0f  %4.0f-%-4.0f  %-12s %5.0f  %5.0f N  %5.0f N  %5.0f   ",
             rank, center, uncertainty, start, end, time.bytes, number(spot, "visits"), number(spot, "mean_force_n"),
             number(spot, "peak_force_n"), number(spot, "marks"));
    assert_contains(outputs->text, part);
    snprintf(part, sizeof part, "<b>%.0f ± %.0f mm</b> from the upper thigh (%.0f to %.0f) · <b>%.0f %s</b>", center,
             uncertainty, start, end, number(spot, "visits"), number(spot, "visits") > 1 ? "visits" : "visit");
    assert_contains(outputs->page, part);
    snprintf(part, sizeof part, "<p class=\"time\">%s</p>", time.bytes);
    assert_contains(outputs->page, part);
    snprintf(part, sizeof part, "<th scope=\"row\">%s</th><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td>", rank,
             center, number(spot, "center_uncertainty_mm"), start, end);
    assert_contains(outputs->page, part);
    const char *const drawings[] = {outputs->thigh, outputs->strokes};
    for (size_t i = 0; i < 2; i++) {
        double label_px, y_px;
        assert_true(svg_find_label(drawings[i], rank, 0, &label_px, &y_px));
        assert_true(fabs(label_px - x_px(outputs->json, center)) < 0.6);
    }
    text_free(&time);
}

static void all_outputs_agree(void **state)
{
    struct outputs outputs;
    char part[200];
    gather(*state, &outputs);
    const json_t *spots = json_object_get(outputs.json, "tender_spots"),
                 *rolling = json_object_get(outputs.json, "rolling");
    const json_t *session = json_object_get(outputs.json, "session");
    assert_int_equal(json_array_size(spots), 3);
    for (size_t i = 0; i < json_array_size(spots); i++)
        assert_spot_agrees(&outputs, json_array_get(spots, i));
    snprintf(part, sizeof part, "%.0f strokes, %.1f m, on average %.0f mm/s and %.0f N", number(rolling, "strokes"),
             number(rolling, "distance_mm") / 1000, number(rolling, "mean_speed_mm_s"),
             number(rolling, "mean_force_n"));
    assert_contains(outputs.text, part);
    snprintf(part, sizeof part, "<dt>Force, on average</dt><dd>%.0f N", number(rolling, "mean_force_n"));
    assert_contains(outputs.page, part);
    snprintf(part, sizeof part, "%.0f readings", number(session, "rows"));
    assert_contains(outputs.text, part);
    assert_contains(outputs.page, part);
    json_decref(outputs.json);
    free(outputs.text);
    free(outputs.page);
    free(outputs.thigh);
    free(outputs.strokes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_outputs_agree, program_set_up, program_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
