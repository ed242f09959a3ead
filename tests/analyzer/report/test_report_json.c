/* SPDX-License-Identifier: MIT */
/* The names and values of the JSON report, which is parsed back. */
#include "support/cmocka_includes.h"

#include "report/report.h"
#include "sample_result.h"
#include "support/json_seen.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *parse_back(const struct result *result)
{
    struct text_buffer out = {0};
    json_error_t error;
    report_json_add(&out, result);
    assert_false(out.failed);
    json_seen_add(out.bytes, out.length);
    assert_int_equal(out.bytes[out.length - 1], '\n');
    assert_ptr_equal(strchr(out.bytes, '\n'), out.bytes + out.length - 1); /* the JSON is one line */
    json_t *report = json_loads(out.bytes, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(report);
    text_free(&out);
    return report;
}

/* Assert that the names of `object`, in order and separated by spaces, are `expected`. */
static void assert_names(json_t *object, const char *expected)
{
    char names[500] = "";
    const char *name;
    json_t *value;
    assert_true(json_is_object(object));
    json_object_foreach(object, name, value)
    {
        if (names[0])
            strcat(names, " ");
        strcat(names, name);
    }
    assert_string_equal(names, expected);
}

static void assert_number(json_t *object, const char *name, double expected)
{
    json_t *value = json_object_get(object, name);
    assert_true(json_is_number(value));
    assert_true(fabs(json_number_value(value) - expected) <= 1e-8 * fabs(expected));
}

static void names_and_order_are_those_of_the_format(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    json_t *report = parse_back(&result);
    assert_names(report, "report session motion_sensor position rolling tender_spots profile warnings made_by");
    assert_number(report, "report", 1);
    assert_names(json_object_get(report, "session"),
                 "file started subject leg note duration_s rows rate_hz "
                 "lost_frames rejected_rows closed_cleanly gaps condition study_visit recording_id "
                 "pain_before pain_after device firmware board calibration");
    assert_names(json_object_get(report, "made_by"), "program version options");
    assert_names(json_object_get(json_object_get(report, "made_by"), "options"),
                 "spot_width_mm spot_dwell_s spot_merge_mm thigh_length_mm rolling_radius_mm roll_direction start");
    assert_names(json_array_get(json_object_get(json_object_get(report, "session"), "gaps"), 0), "at_s length_s");
    assert_names(json_object_get(report, "position"),
                 "method min_mm max_mm thigh_length_mm origin origin_uncertainty_mm uncertainty_mm sources");
    assert_names(json_array_get(json_object_get(json_object_get(report, "position"), "sources"), 0), "from_s to_s by");
    assert_names(json_object_get(report, "rolling"),
                 "strokes distance_mm mean_speed_mm_s loaded_s rest_s mean_force_n peak_force_n impulse_ns "
                 "missing_force_percent force_beside_percent");
    assert_names(json_array_get(json_object_get(report, "tender_spots"), 0),
                 "rank center_mm center_uncertainty_mm start_mm end_mm thigh_percent dwell_s rock_width_mm visits "
                 "mean_force_n peak_force_n impulse_ns marks excess_s p_value score");
    assert_names(json_object_get(report, "profile"), "bin_mm x_mm dwell_s mean_force_n peak_force_n");
    json_decref(report);
    result_free(&result);
}

static void values_are_those_of_the_result(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    result.closed_cleanly = false;
    result.rejected_rows = 7;
    json_t *report = parse_back(&result);
    json_t *session = json_object_get(report, "session");
    assert_string_equal(json_string_value(json_object_get(session, "subject")), "Alex Runner");
    assert_string_equal(json_string_value(json_object_get(session, "leg")), "right");
    assert_string_equal(json_string_value(json_object_get(session, "device")), "5A3C21F0");
    assert_string_equal(json_string_value(json_object_get(session, "firmware")), "1.0.0");
    assert_string_equal(json_string_value(json_object_get(session, "board")), "uno");
    assert_string_equal(json_string_value(json_object_get(session, "calibration")), "default");
    assert_number(session, "duration_s", result.duration_s);
    assert_number(session, "rows", (double)result.row_count);
    assert_number(session, "lost_frames", 200);
    assert_number(session, "rejected_rows", 7);
    assert_true(json_is_false(json_object_get(session, "closed_cleanly")));
    assert_number(json_array_get(json_object_get(session, "gaps"), 0), "length_s", 2);
    assert_number(json_object_get(report, "position"), "max_mm", result.max_mm);
    assert_number(json_object_get(report, "rolling"), "impulse_ns", result.impulse_n_s);
    json_t *spots = json_object_get(report, "tender_spots");
    assert_int_equal(json_array_size(spots), SAMPLE_SPOTS);
    for (size_t i = 0; i < SAMPLE_SPOTS; i++) {
        json_t *spot = json_array_get(spots, i);
        assert_number(spot, "rank", result.spot[i].rank);
        assert_number(spot, "center_mm", result.spot[i].center_mm);
        assert_number(spot, "start_mm", result.spot[i].start_mm);
        assert_number(spot, "end_mm", result.spot[i].end_mm);
        assert_number(spot, "dwell_s", result.spot[i].dwell_s);
        assert_number(spot, "visits", result.spot[i].visit_count);
        assert_number(spot, "mean_force_n", result.spot[i].mean_force_n);
        assert_number(spot, "peak_force_n", result.spot[i].peak_force_n);
        assert_number(spot, "marks", result.spot[i].mark_count);
        assert_number(spot, "score", result.spot[i].score);
    }
    json_t *profile = json_object_get(report, "profile");
    assert_int_equal(json_array_size(json_object_get(profile, "peak_force_n")), result.profile.count);
    assert_true(fabs(json_number_value(json_array_get(json_object_get(profile, "dwell_s"), 24)) -
                     result.profile.dwell_s[24]) < 1e-6);
    assert_int_equal(json_array_size(json_object_get(report, "warnings")), 2);
    json_decref(report);
    result_free(&result);
}

static void unknown_numbers_are_null(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    json_t *report = parse_back(&result);
    json_t *third = json_array_get(json_object_get(report, "tender_spots"), 2);
    assert_true(json_is_null(json_object_get(third, "p_value")));
    assert_true(json_is_null(json_object_get(third, "excess_s")));
    json_t *first_bin = json_array_get(json_object_get(json_object_get(report, "profile"), "mean_force_n"), 0);
    assert_true(json_is_null(first_bin)); /* the roller never rolled over this bin */
    json_decref(report);
    result_free(&result);

    sample_result_make_empty(&result);
    report = parse_back(&result);
    assert_true(json_is_null(json_object_get(json_object_get(report, "position"), "min_mm")));
    assert_true(json_is_null(json_object_get(json_object_get(report, "position"), "thigh_length_mm")));
    assert_int_equal(json_array_size(json_object_get(report, "tender_spots")), 0);
    json_decref(report);
    result_free(&result);
}

static void options_are_those_that_were_used(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    json_t *report = parse_back(&result), *options = json_object_get(json_object_get(report, "made_by"), "options");
    assert_number(options, "spot_width_mm", 50);
    assert_number(options, "spot_dwell_s", 5);
    assert_number(options, "spot_merge_mm", 30);
    assert_true(json_is_null(json_object_get(options, "rolling_radius_mm")));
    assert_true(json_is_null(json_object_get(options, "start")));
    json_decref(report);
    result.options = (struct analysis_options){
        .spot_width_mm = 40, .thigh_length_mm = 410, .roll_direction = -1, .start = SESSION_START_KNEE};
    report = parse_back(&result);
    options = json_object_get(json_object_get(report, "made_by"), "options");
    assert_number(options, "spot_width_mm", 40);
    assert_number(options, "spot_dwell_s", 5);
    assert_number(options, "thigh_length_mm", 410);
    assert_number(options, "roll_direction", -1);
    assert_string_equal(json_string_value(json_object_get(options, "start")), "knee");
    json_decref(report);
    result_free(&result);
}

static void a_device_in_other_words_is_kept_whole(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    strcpy(result.header.device, "roller of room 3");
    json_t *report = parse_back(&result), *session = json_object_get(report, "session");
    assert_string_equal(json_string_value(json_object_get(session, "device")), "roller of room 3");
    assert_string_equal(json_string_value(json_object_get(session, "firmware")), "");
    json_decref(report);
    result_free(&result);
}

static void no_number_is_minus_zero(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer out = {0};
    sample_result_make(&result);
    result.min_mm = -0.0;
    report_json_add(&out, &result);
    assert_non_null(strstr(out.bytes, "\"min_mm\":0.0,"));
    text_free(&out);
    result_free(&result);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    strcpy(result.header.subject, "\",\"rank\":9,\"x\":\"\\");
    strcpy(result.header.note, "bad\xff\x1b[2Jutf\n8");
    json_t *report = parse_back(&result);
    json_t *session = json_object_get(report, "session");
    assert_string_equal(json_string_value(json_object_get(session, "subject")), "\",\"rank\":9,\"x\":\"\\");
    assert_string_equal(json_string_value(json_object_get(session, "note")), "bad??[2Jutf?8");
    json_decref(report);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_order_are_those_of_the_format),
        cmocka_unit_test(values_are_those_of_the_result),
        cmocka_unit_test(unknown_numbers_are_null),
        cmocka_unit_test(options_are_those_that_were_used),
        cmocka_unit_test(a_device_in_other_words_is_kept_whole),
        cmocka_unit_test(no_number_is_minus_zero),
        cmocka_unit_test(texts_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
