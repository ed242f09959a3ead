/* SPDX-License-Identifier: MIT */
/* The JSON of compare and trend: the names that docs/FORMATS.md guarantees, and some values. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "days_fixture.h"
#include "support/json_seen.h"
#include "trend/trend_output.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!value)
        fail_msg("no \"%s\"", name);
    return value;
}

static void assert_names(const json_t *object, const char *names)
{
    const char *name;
    json_t *value;
    struct text_buffer found = {0};
    json_object_foreach((json_t *)object, name, value) text_addf(&found, "%s ", name);
    assert_string_equal(found.bytes, names);
    text_free(&found);
}

static json_t *parse(const struct text_buffer *line)
{
    json_seen_add(line->bytes, line->length);
    assert_ptr_equal(strchr(line->bytes, '\n'), line->bytes + line->length - 1);
    json_t *object = json_loads(line->bytes, 0, NULL);
    assert_non_null(object);
    return object;
}

static void compare_has_the_names_of_the_format(void **state)
{
    const struct days_fixture *fixture = *state;
    struct text_buffer line = {0};
    compare_json_add(&line, &fixture->comparison);
    json_t *object = parse(&line);
    assert_names(object, "compare sessions left_out views made_by ");
    assert_int_equal(json_integer_value(member(object, "compare")), 1);
    assert_int_equal(json_array_size(member(object, "sessions")), 2 * DAYS);
    assert_names(json_array_get(member(object, "sessions"), 0),
                 "file started subject leg condition study_visit thigh_length_mm offset_mm loaded_s min_mm max_mm "
                 "spots_dwell_s mean_force_n "
                 "impulse_ns ");
    assert_names(json_array_get(member(object, "left_out"), 0), "file why ");
    const json_t *views = member(object, "views"), *right = json_array_get(views, 1), *sides = json_array_get(views, 2);
    assert_int_equal(json_array_size(views), 3);
    assert_names(right, "kind leg sessions days matched_by tolerance_mm mean_of person_sd_sessions offset_mm forces "
                        "spots_dwell_s mean_force_n impulse_ns impulse_per_minute_ns spots notes ");
    assert_string_equal(json_string_value(member(right, "kind")), "then_and_now");
    assert_string_equal(json_string_value(member(sides, "kind")), "left_and_right");
    assert_string_equal(json_string_value(member(right, "leg")), "right");
    assert_int_equal(json_integer_value(member(right, "days")), DAYS - 1);
    const json_t *spot = json_array_get(member(right, "spots"), 0);
    assert_names(spot, "number center_mm thigh_percent change dwell_s mean_force_n impulse_ns rolled sightings ");
    assert_names(
        member(spot, "dwell_s"),
        "before after change change_percent symmetry_percent symmetry_usual_percent sessions_to_tell mdc_ratio "
        "person_sd verdict ");
    assert_int_equal(json_integer_value(member(right, "mean_of")), 3);
    double change_s = cbrt(8 * 11 * 14) - cbrt(35 * 38 * 41); /* geometric means of the last and the first three */
    assert_true(fabs(json_number_value(member(member(spot, "dwell_s"), "change")) - change_s) < 1e-6);
    assert_string_equal(json_string_value(member(spot, "change")), "less");
    assert_names(json_array_get(member(spot, "sightings"), 0),
                 "rank center_mm dwell_s visits mean_force_n impulse_ns marks ");
    spot = json_array_get(member(right, "spots"), 1);
    assert_true(json_is_null(json_array_get(member(spot, "sightings"), 0)));
    assert_true(json_is_true(json_array_get(member(spot, "rolled"), 0)));
    assert_string_equal(json_string_value(member(spot, "change")), "not_before");
    json_decref(object);
    text_free(&line);
}

static void trend_has_the_names_of_the_format(void **state)
{
    const struct days_fixture *fixture = *state;
    struct text_buffer line = {0};
    trend_json_add(&line, &fixture->trend);
    json_t *object = parse(&line);
    assert_names(object, "trend subject sessions left_out legs made_by ");
    assert_int_equal(json_integer_value(member(object, "trend")), 1);
    assert_string_equal(json_string_value(member(object, "subject")), "Anna");
    const json_t *leg = json_array_get(member(object, "legs"), 0);
    assert_names(leg,
                 "leg sessions week matched_by tolerance_mm offset_mm forces person_sd person_sd_sessions mdc_ratio "
                 "spots notes ");
    assert_string_equal(json_string_value(member(leg, "leg")), "right");
    assert_string_equal(json_string_value(member(leg, "forces")), "same");
    const json_t *spot = json_array_get(member(leg, "spots"), 0);
    assert_names(spot,
                 "number center_mm thigh_percent state seen first_started last_started usual_dwell_s dwell_trend_s "
                 "impulse_trend_ns often_trend dwell_s impulse_ns sightings ");
    assert_names(member(spot, "dwell_trend_s"),
                 "values slope_per_week low_per_week high_per_week percent_per_week low_percent_per_week "
                 "high_percent_per_week start end direction ");
    assert_true(fabs(json_number_value(member(member(spot, "dwell_trend_s"), "slope_per_week")) + 21) < 1e-6);
    assert_string_equal(json_string_value(member(member(spot, "dwell_trend_s"), "direction")), "falling");
    assert_int_equal(json_array_size(member(spot, "dwell_s")), DAYS);
    json_decref(object);
    text_free(&line);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, days_set_up, days_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(compare_has_the_names_of_the_format),
        WITH_FIXTURE(trend_has_the_names_of_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
