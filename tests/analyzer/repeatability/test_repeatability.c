/* SPDX-License-Identifier: MIT */
/* Which sessions make a table, and what is said of those that do not fit. */
#include "support/cmocka_includes.h"

#include "analyzer/multi_session/synthetic_set.h"
#include "repeatability/repeatability.h"
#include "support/json_seen.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-6)

static void add(struct session_set *set, const char *subject, enum session_leg leg, const char *condition, int day,
                double center_mm)
{
    const struct synthetic_spot spots[] = {{center_mm, 30, 200}, {center_mm + 120, 10 + day, 150}};
    struct session_summary *session = synthetic_set_add(set, leg, day, spots, 2);
    snprintf(session->header.subject, sizeof session->header.subject, "%s", subject);
    snprintf(session->header.condition, sizeof session->header.condition, "%s", condition);
    session->mean_force_n = 100 + center_mm + day;
}

static json_t *json_of(const struct repeatability *repeatability, const struct session_set *set)
{
    struct text_buffer text = {0};
    repeatability_json_add(&text, repeatability, set);
    json_seen_add(text.bytes, text.length);
    json_t *json = json_loads(text.bytes, 0, NULL);
    text_free(&text);
    assert_non_null(json);
    return json;
}

static void people_are_rows_and_sessions_columns(void **state)
{
    (void)state;
    struct session_set set = {0};
    struct repeatability repeatability;
    for (int day = 1; day <= 3; day++) {
        add(&set, "Anna", SESSION_LEG_RIGHT, "warm", day, 80 + day % 2);
        add(&set, "Ben", SESSION_LEG_RIGHT, "warm", day, 110 + day % 2);
        add(&set, "Cleo", SESSION_LEG_RIGHT, "warm", day, 140 - day % 2);
        add(&set, "Anna", SESSION_LEG_LEFT, "warm", day, 90);
        add(&set, "Anna", SESSION_LEG_RIGHT, "cold", day, 90);
    }
    assert_true(repeatability_make(&repeatability, &set));
    assert_int_equal(repeatability.count, 3);
    const struct repeatability_group *group = &repeatability.group[0];
    assert_int_equal(group->leg, SESSION_LEG_RIGHT);
    assert_string_equal(group->condition, "warm");
    assert_int_equal(group->subject_count, 3);
    assert_int_equal(group->session_count, 3);
    static const double centers[3][3] = {{81, 80, 81}, {111, 110, 111}, {139, 140, 139}};
    const struct reliability expected = reliability_compute(&centers[0][0], 3, 3);
    assert_near(group->measure[REPEATABILITY_SPOT_CENTER].icc, expected.icc);
    assert_near(group->measure[REPEATABILITY_SPOT_CENTER].sem, expected.sem);
    assert_near(group->measure[REPEATABILITY_SPOT_DWELL].sem, 0);
    assert_true(group->measure[REPEATABILITY_MEAN_FORCE].icc > 0.9);
    assert_int_equal(repeatability.group[1].subject_count, 1); /* Anna's left leg */
    assert_true(isnan(repeatability.group[1].measure[REPEATABILITY_MEAN_FORCE].icc));
    assert_near(repeatability.group[1].measure[REPEATABILITY_MEAN_FORCE].sem, 1); /* 191, 192, 193 N */
    assert_int_equal(set.left_out_count, 0);
    json_t *json = json_of(&repeatability, &set), *measure;
    measure = json_array_get(json_object_get(json_array_get(json_object_get(json, "groups"), 0), "measures"), 0);
    assert_string_equal(json_string_value(json_object_get(measure, "name")), "spot_center_mm");
    assert_true(fabs(json_number_value(json_object_get(measure, "icc_2_1")) - expected.icc) < 1e-8);
    measure = json_array_get(json_object_get(json_array_get(json_object_get(json, "groups"), 1), "measures"), 0);
    assert_true(json_is_null(json_object_get(measure, "icc_2_1")));
    json_decref(json);
    struct text_buffer text = {0};
    repeatability_text_add(&text, &repeatability, &set);
    assert_non_null(strstr(text.bytes, "right leg, condition warm: 3 people with 3 sessions each"));
    assert_non_null(strstr(text.bytes, "left leg, condition warm: 1 person with 3 sessions\n"));
    assert_non_null(strstr(text.bytes, "Of one person there is no ICC"));
    text_free(&text);
    repeatability_free(&repeatability);
    session_set_free(&set);
}

static void an_uneven_table_is_cut_and_reported(void **state)
{
    (void)state;
    struct session_set set = {0};
    struct repeatability repeatability;
    for (int day = 1; day <= 5; day++)
        add(&set, "Anna", SESSION_LEG_RIGHT, "", day, 80);
    for (int day = 1; day <= 3; day++)
        add(&set, "Ben", SESSION_LEG_RIGHT, "", day, 110);
    for (int day = 1; day <= 3; day++)
        add(&set, "Cleo", SESSION_LEG_RIGHT, "", day, 130);
    add(&set, "Dora", SESSION_LEG_RIGHT, "", 1, 130);
    add(&set, "Dora", SESSION_LEG_LEFT, "", 1, 130);
    assert_true(repeatability_make(&repeatability, &set));
    assert_int_equal(repeatability.group[0].subject_count, 3);
    assert_int_equal(repeatability.group[0].session_count, 3); /* 9 values, more than 2 x 4 or 4 x 1 */
    assert_int_equal(repeatability.group[1].session_count, 0);
    json_t *json = json_of(&repeatability, &set), *left_out = json_object_get(json, "left_out");
    assert_int_equal(json_array_size(json_object_get(json, "groups")), 1);
    assert_int_equal(json_array_size(left_out), 4); /* Anna's 4th and 5th, and both of Dora's */
    static const char *const reasons[] = {"most others have fewer", "most others have fewer", "most others have more",
                                          "Nobody has a second session"};
    for (size_t i = 0; i < 4; i++)
        assert_non_null(strstr(json_string_value(json_object_get(json_array_get(left_out, i), "why")), reasons[i]));
    json_decref(json);
    repeatability_free(&repeatability);
    session_set_free(&set);
}

static void who_has_no_spot_is_missing_from_spots_only(void **state)
{
    (void)state;
    struct session_set set = {0};
    struct repeatability repeatability;
    for (int day = 1; day <= 2; day++) {
        add(&set, "Anna", SESSION_LEG_RIGHT, "", day, 80);
        add(&set, "Ben", SESSION_LEG_RIGHT, "", day, 110);
        struct session_summary *session = synthetic_set_add(&set, SESSION_LEG_RIGHT, day, NULL, 0);
        snprintf(session->header.subject, sizeof session->header.subject, "Cleo");
    }
    assert_true(repeatability_make(&repeatability, &set));
    assert_int_equal(repeatability.group[0].measure[REPEATABILITY_SPOT_CENTER].subject_count, 2);
    assert_int_equal(repeatability.group[0].measure[REPEATABILITY_SPOTS_DWELL].subject_count, 3);
    repeatability_free(&repeatability);
    session_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_rows_and_sessions_columns),
        cmocka_unit_test(an_uneven_table_is_cut_and_reported),
        cmocka_unit_test(who_has_no_spot_is_missing_from_spots_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
