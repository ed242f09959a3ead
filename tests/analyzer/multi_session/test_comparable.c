/* SPDX-License-Identifier: MIT */
/* The choice of comparable sessions, their order, and packed summaries. */
#include "support/cmocka_includes.h"

#include "multi_session/comparable.h"
#include "multi_session/force_scale.h"
#include "synthetic_set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)
#define LEFT SESSION_LEG_LEFT
#define RIGHT SESSION_LEG_RIGHT

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct session_set));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    session_set_free(*state);
    free(*state);
    return 0;
}

/* Return the reason why a file was left out. Fails the test if it was not left out. */
static const char *find_reason(const struct session_set *set, const char *file)
{
    for (size_t i = 0; i < set->left_out_count; i++)
        if (strcmp(set->left_out[i].file, file) == 0)
            return set->left_out[i].why;
    fail_msg("%s was not left out", file);
    return NULL;
}

static void forces_compare_with_the_same_roller_and_calibration(void **state)
{
    (void)state;
    struct session_summary a = {0}, b;
    session_header_init(&a.header);
    strcpy(a.header.calibration_source, "measured 2026-02-20");
    strcpy(a.header.device, "id=5A fw=1 board=uno");
    b = a;
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_SAME);
    strcpy(b.header.device, "id=5A fw=2 board=nano");
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_SAME);
    strcpy(b.header.device, "id=5AB fw=1 board=uno");
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_APART);
    b = a;
    b.header.calibration_k_n[3] += 1;
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_APART);
    strcpy(b.header.calibration_source, "default");
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_NONE);
    a = b;
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_APART); /* the same roller, uncalibrated both times */
    b.header.device[0] = '\0';
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_NONE);
    assert_near(force_scale_min_fraction(FORCE_SCALE_SAME), 0.10);
    assert_near(force_scale_min_fraction(FORCE_SCALE_APART), 0.25);
    assert_true(isnan(force_scale_min_fraction(FORCE_SCALE_NONE)));
}

/* How much of the force is missing is unknown, even if the roller is the same. */
static void forces_that_miss_a_part_do_not_compare(void **state)
{
    (void)state;
    struct session_summary a = {0}, b = {.missing_force_percent = 30};
    session_header_init(&a.header);
    strcpy(a.header.device, "id=5A fw=1 board=uno");
    b.header = a.header;
    assert_int_equal(force_scale_between(&a, &a), FORCE_SCALE_APART);
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_INCOMPLETE);
    assert_int_equal(force_scale_between(&b, &a), FORCE_SCALE_INCOMPLETE);
    b.missing_force_percent = 0;
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_APART);
    b.force_beside_percent = 10;
    assert_int_equal(force_scale_between(&a, &b), FORCE_SCALE_INCOMPLETE);
    assert_true(force_scale_is_comparable(FORCE_SCALE_APART));
    assert_true(!force_scale_is_comparable(FORCE_SCALE_NONE) && !force_scale_is_comparable(FORCE_SCALE_INCOMPLETE));
    assert_true(isnan(force_scale_min_fraction(FORCE_SCALE_INCOMPLETE)));
    assert_string_equal(force_scale_name(FORCE_SCALE_INCOMPLETE), "none");
}

static void sessions_left_out_have_a_reason(void **state)
{
    struct session_set *set = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(set, RIGHT, 1, spot, 1);
    synthetic_set_add(set, RIGHT, 2, spot, 1)->loaded_s = 12;
    struct session_summary *unloaded = synthetic_set_add(set, RIGHT, 3, NULL, 0);
    unloaded->loaded_s = 0;
    unloaded->min_mm = unloaded->max_mm = NAN;
    synthetic_set_add(set, RIGHT, 4, spot, 1)->stroke_count = 0;
    synthetic_set_add(set, SESSION_LEG_UNKNOWN, 5, spot, 1);
    strcpy(synthetic_set_add(set, RIGHT, 6, spot, 1)->header.subject, "Ben");
    synthetic_set_add(set, RIGHT, 1, spot, 1)->row_count = 9000; /* the first session again */
    strcpy(synthetic_set_add(set, RIGHT, 8, spot, 1)->header.subject, "");
    comparable_keep_one_subject(set);
    assert_true(comparable_keep_usable(set));
    assert_int_equal(set->count, 2);
    assert_int_equal(set->left_out_count, 5);
    assert_int_equal(set->other_people_count, 1); /* counted, but never named */
    assert_non_null(strstr(find_reason(set, "s1.csv"), "Too short: 12 s"));
    assert_non_null(strstr(find_reason(set, "s2.csv"), "never loaded"));
    assert_non_null(strstr(find_reason(set, "s3.csv"), "hardly moved"));
    assert_non_null(strstr(find_reason(set, "s4.csv"), "which leg"));
    assert_non_null(strstr(find_reason(set, "s6.csv"), "same recording as s0.csv"));
}

static void sessions_are_sorted_by_utc(void **state)
{
    struct session_set *set = *state;
    synthetic_set_add(set, RIGHT, 9, NULL, 0);
    synthetic_set_add(set, RIGHT, 3, NULL, 0);
    struct session_summary *earlier = synthetic_set_add(set, RIGHT, 3, NULL, 0);
    earlier->started = iso_time_parse("2026-03-04T01:00:00.000+12:00"); /* 13:00 UTC on the 3rd: before 17:30 */
    session_set_sort(set);
    assert_string_equal(set->session[0].file, "s2.csv");
    assert_string_equal(set->session[1].file, "s1.csv");
    assert_string_equal(set->session[2].file, "s0.csv");
}

static void a_summary_survives_packing(void **state)
{
    struct session_set *set = *state;
    struct text_buffer packed = {0};
    struct session_summary copy;
    const struct session_summary *made =
        synthetic_set_add(set, LEFT, 4, (struct synthetic_spot[]){{117, 30, 200}, {230, 9, 150}}, 2);
    session_summary_pack(made, &packed);
    for (size_t length = 0; length < packed.length; length += 7)
        assert_false(session_summary_unpack(&copy, packed.bytes, length));
    assert_true(session_summary_unpack(&copy, packed.bytes, packed.length));
    assert_string_equal(copy.file, "s0.csv");
    assert_memory_equal(&copy.header, &made->header, sizeof copy.header);
    assert_memory_equal(copy.spot, made->spot, 2 * sizeof *copy.spot);
    assert_memory_equal(copy.profile.dwell_s, made->profile.dwell_s, copy.profile.count * sizeof(double));
    assert_memory_equal(copy.profile.peak_force_n, made->profile.peak_force_n, copy.profile.count * sizeof(double));
    session_summary_free(&copy);
    text_free(&packed);
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(forces_compare_with_the_same_roller_and_calibration),
        WITH_SET(forces_that_miss_a_part_do_not_compare),
        WITH_SET(sessions_left_out_have_a_reason),
        WITH_SET(sessions_are_sorted_by_utc),
        WITH_SET(a_summary_survives_packing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
