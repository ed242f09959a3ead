/* SPDX-License-Identifier: MIT */
/* Zero and knee events set origin, direction and scale. Each error is printed. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

/* Rows of strokes away from the upper thigh. */
#define FIRST_ROW 880 /* 7 mm */
#define LATE_ROW 1660 /* 30 mm */

/* Roll 20 strokes with these events. */
static void roll(struct fixture *fixture, const char *(*event_of)(size_t row))
{
    fixture_roll(fixture, false);
    fixture->sensors.event_of = event_of;
    fixture_find(fixture);
}

/* Expect positions with the origin first_mm up to `row`, and later_mm from there on. */
static void expect_origins(const struct fixture *fixture, double first_mm, size_t row, double later_mm)
{
    double worst = 0;
    for (size_t i = 0; i < fixture->rows.count; i++) /* without a knee event the scale is 1 */
        worst = fmax(worst,
                     fabs(fixture->position.mm[i] - fixture->motion.position_mm[i] + (i < row ? first_mm : later_mm)));
    print_message("figure: 0 at %.0f and %.0f mm, worst error %.2f mm\n", first_mm, later_mm, worst);
    assert_true(worst < 0.5);
    assert_int_equal(fixture_stroke_count(fixture), 20);
}

static const char *zero_in_a_stroke(size_t row)
{
    return row == 1200 ? "zero" : ""; /* the roller is at 165 mm */
}

static void a_zero_in_the_middle_is_ignored(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, zero_in_a_stroke);
    expect_origins(&fixture, 0, 0, 0);
    assert_int_equal(fixture.position.zeros.ignored_count, 1);
    assert_int_equal(fixture.position.zeros.ignored_row, 1200);
    assert_int_equal(fixture.position.origin, POSITION_ORIGIN_ASSUMED);
    fixture_free(&fixture);
}

static const char *zero_after_a_while(size_t row)
{
    return row == LATE_ROW ? "zero" : "";
}

static void a_late_zero_places_the_rows_before_it(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, zero_after_a_while);
    double zero_mm = fixture.motion.position_mm[LATE_ROW];
    assert_true(zero_mm > 25);
    expect_origins(&fixture, zero_mm, 0, zero_mm);
    assert_int_equal(fixture.position.origin, POSITION_ORIGIN_ZERO);
    fixture_free(&fixture);
}

static const char *zero_twice(size_t row)
{
    return row == FIRST_ROW || row == LATE_ROW ? "zero" : "";
}

static void zeros_near_each_other_count_together(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, zero_twice);
    double mean_mm = (fixture.motion.position_mm[FIRST_ROW] + fixture.motion.position_mm[LATE_ROW]) / 2;
    assert_true(fixture.motion.position_mm[LATE_ROW] - fixture.motion.position_mm[FIRST_ROW] > 10);
    expect_origins(&fixture, mean_mm, 0, mean_mm);
    fixture_free(&fixture);
}

static const char *zero_elsewhere(size_t row)
{
    return row == 0 || row == LATE_ROW ? "zero" : "";
}

static void a_zero_elsewhere_is_another_origin(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, zero_elsewhere);
    expect_origins(&fixture, 0, LATE_ROW, fixture.motion.position_mm[LATE_ROW]);
    assert_int_equal(fixture.position.contact[LATE_ROW], CONTACT_ZEROED);
    fixture_free(&fixture);
}

static const char *zero_at_the_fold(size_t row)
{
    return row == 500 ? "zero" : "";
}

static void a_zero_far_from_the_start_is_believed_at_an_end(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    motion_hold(&fixture.motion, 1);
    motion_glide(&fixture.motion, 400, 2);
    for (int k = 0; k < 7; k++) /* the fold is 100 mm from where the roller was first loaded */
        motion_glide(&fixture.motion, k % 2 == 0 ? 100 : 400, 2);
    fixture.sensors.event_of = zero_at_the_fold;
    fixture_find(&fixture);
    assert_int_equal(fixture.position.zeros.ignored_count, 0);
    for (size_t i = 0; i < fixture.rows.count; i++)
        assert_true(fabs(fixture.position.mm[i] - fixture.motion.position_mm[i] + 100) < 0.5);
    fixture_free(&fixture);
}

static const char *zero_after_the_lift(size_t row)
{
    return row == 1000 ? "zero" : "";
}

static void a_later_zero_leaves_a_start_at_the_knee(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 3, 330, 2); /* from the knee to the fold, and back, and to the fold */
    motion_lift(&fixture.motion, 2, 0);
    motion_hold(&fixture.motion, 1);
    for (int k = 0; k < 4; k++)
        motion_glide(&fixture.motion, k % 2 == 0 ? 0 : 330, 2);
    fixture.sensors.event_of = zero_after_the_lift;
    fixture_read(&fixture);
    fixture.rows.header.start = SESSION_START_KNEE;
    fixture.rows.header.thigh_length_mm = 330;
    fixture_estimate(&fixture, 0);
    assert_int_equal(fixture.position.contact[1000], CONTACT_ZEROED);
    for (size_t i = 0; i < fixture.rows.count; i++)
        assert_true(fabs(fixture.position.mm[i] - (330 - fixture.motion.position_mm[i])) < 0.5);
    fixture_free(&fixture);
}

static const char *zero_while_lifted(size_t row)
{
    return row == 1200 ? "zero" : "";
}

static void a_zero_while_lifted_makes_the_next_load_the_origin(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 5, 300, 2); /* the last stroke ends at 300 mm */
    motion_lift(&fixture.motion, 2, 1.5);        /* rows 1100 to 1300: carried to the upper thigh */
    size_t loaded_again = fixture.motion.count;
    motion_hold(&fixture.motion, 1);
    for (int k = 0; k < 5; k++) /* the place that was 300 mm is now 0 */
        motion_glide(&fixture.motion, k % 2 == 0 ? 600 : 300, 2);
    for (size_t i = loaded_again; i < fixture.motion.count; i++)
        fixture.motion.position_mm[i] -= 300;
    for (size_t i = loaded_again; i < fixture.motion.count; i++)
        fixture.motion.lifted_rad[i] += 300 / fixture.sensors.radius_mm;
    fixture.sensors.event_of = zero_while_lifted;
    fixture_find(&fixture);
    print_message("figure: lifted off, carried back and zeroed while lifted, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 0.5);
    assert_int_equal(fixture.position.contact[loaded_again], CONTACT_ZEROED);
    fixture_free(&fixture);
}

static const char *zero_and_knee(size_t row)
{
    return row % 800 == 100 ? "zero" : row % 800 == 300 ? "knee" : "";
}

static void zero_and_knee_set_the_scale(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        fixture_init(&fixture);
        fixture.sensors.without_imu = ring_only;
        fixture_strokes(&fixture.motion, 16, 350, 2); /* the strokes reach the knee: the thigh is 350 mm long */
        fixture.sensors.event_of = zero_and_knee;
        fixture_read(&fixture);
        fixture.sensors.radius_mm = 64; /* 9 % too small; used by the estimate only */
        fixture_estimate(&fixture, 0);
        print_message("figure: radius 9 %% wrong, zero and knee pressed, %s: worst error %.2f mm, scale %.4f\n",
                      ring_only ? "ring alone" : "IMU", fixture_max_error_mm(&fixture, 0), fixture.position.scale);
        assert_true(fabs(fixture.position.scale - 70.0 / 64) < 0.005);
        assert_true(fixture_max_error_mm(&fixture, 0) < (ring_only ? 4 : 1));
        fixture_free(&fixture);
    }
}

static void a_start_in_the_middle_leaves_the_direction_uncertain(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    motion_hold(&fixture.motion, 1);
    motion_glide(&fixture.motion, -160, 1);
    for (int k = 0; k < 6; k++)
        motion_glide(&fixture.motion, k % 2 == 0 ? 165 : -160, 2);
    fixture_find(&fixture);
    assert_false(fixture.position.direction_is_certain);
    fixture_free_estimate(&fixture);
    fixture_estimate(&fixture, -1);
    assert_true(fixture.position.direction_is_certain && fixture.position.direction == -1);
    fixture_free(&fixture);
}

static void a_start_at_the_knee_turns_the_direction(void **state)
{
    (void)state;
    for (int known = 0; known < 2; known++) {
        struct fixture fixture;
        fixture_init(&fixture);
        motion_hold(&fixture.motion, 1);
        for (int k = 0; k < 6; k++)
            motion_glide(&fixture.motion, k % 2 == 0 ? -330 : 0, 2);
        fixture_read(&fixture);
        fixture.rows.header.start = SESSION_START_KNEE;
        fixture.rows.header.thigh_length_mm = known ? 350 : 0;
        fixture_estimate(&fixture, 0);
        assert_int_equal(fixture.position.origin, POSITION_ORIGIN_KNEE);
        assert_int_equal(fixture.position.direction, 1);
        assert_true(fixture_max_error_mm(&fixture, known ? 350 : 0) < 0.5);
        fixture_free_estimate(&fixture);
        fixture.rows.header.start = SESSION_START_UNKNOWN;
        fixture_estimate(&fixture, 0);
        assert_int_equal(fixture.position.origin, POSITION_ORIGIN_ASSUMED);
        assert_int_equal(fixture.position.direction, -1);
        fixture_free(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zero_in_the_middle_is_ignored),
        cmocka_unit_test(a_late_zero_places_the_rows_before_it),
        cmocka_unit_test(zeros_near_each_other_count_together),
        cmocka_unit_test(a_zero_elsewhere_is_another_origin),
        cmocka_unit_test(a_zero_far_from_the_start_is_believed_at_an_end),
        cmocka_unit_test(a_later_zero_leaves_a_start_at_the_knee),
        cmocka_unit_test(a_zero_while_lifted_makes_the_next_load_the_origin),
        cmocka_unit_test(zero_and_knee_set_the_scale),
        cmocka_unit_test(a_start_at_the_knee_turns_the_direction),
        cmocka_unit_test(a_start_in_the_middle_leaves_the_direction_uncertain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
