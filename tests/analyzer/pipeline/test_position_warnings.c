/* SPDX-License-Identifier: MIT */
/* Warnings about corrected positions (slip, scale) and about too few strokes. */
#include "support/cmocka_includes.h"
#include "whole_session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Analyse strokes of 330 mm with a visit of 10 s at 120 mm; the roller slips by `slip_mm_per_mm` for each mm rolled. If
 * `line` is not NULL, it replaces the radius or the length of the thigh in the file. */
static struct result analyze_strokes(int strokes, double slip_mm_per_mm, const struct sensors *sensors,
                                     const char *line)
{
    struct session session;
    struct motion motion;
    double rolled_mm = 0;
    motion_init(&motion);
    motion_hold(&motion, 1);
    for (int k = 0; k < strokes; k++) {
        motion_glide(&motion, k % 2 == 0 ? 330 : 0, 2);
        if (k == strokes / 2 - 1) {
            motion_glide(&motion, 120, 1);
            motion_hold(&motion, 10);
            motion_glide(&motion, k % 2 == 0 ? 330 : 0, 1);
        }
    }
    for (size_t i = 1; i < motion.count; i++) { /* slip adds rotation in one direction */
        rolled_mm += fabs(motion.position_mm[i] - motion.position_mm[i - 1]);
        motion.lifted_rad[i] = slip_mm_per_mm * rolled_mm / sensors->radius_mm;
    }
    temp_dir_make(&session.dir);
    motion_write(&motion, sensors, temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
    motion_free(&motion);
    if (line != NULL)
        session_edit(&session, strstr(line, "radius") ? "# rolling_radius_mm: 70.000" : "# thigh_length_mm: 350", line);
    struct result result = session_analyze(&session, (struct analysis_options){0});
    temp_dir_remove(&session.dir);
    return result;
}

static void assert_warned(struct result *result, const char *text)
{
    if (!session_warned(result, text)) {
        for (size_t w = 0; w < result->warning_count; w++)
            print_message("warning: %s\n", result->warning[w]);
        fail_msg("missing: %s", text);
    }
}

static void slip_that_was_removed_has_a_warning(void **state)
{
    (void)state;
    struct result result = analyze_strokes(60, 0.004, &SENSORS_PERFECT, NULL);
    assert_warned(&result, "The roller slipped along the thigh by about 80 mm");
    assert_int_equal(result.spot_count, 1);
    print_message("figure: slip of 80 mm in a session of 60 strokes: the spot at 120 mm is found at %.1f mm, "
                  "%zu strokes\n",
                  result.spot[0].center_mm, result.stroke_count);
    assert_true(fabs(result.spot[0].center_mm - 120) < 10);
    result_free(&result);
}

static const char *zero_and_knee(size_t row)
{
    return row == 100 ? "zero" : row == 300 ? "knee" : "";
}

static void a_scale_set_by_the_thigh_has_a_warning(void **state)
{
    (void)state;
    struct sensors sensors = SENSORS_PERFECT;
    sensors.event_of = zero_and_knee; /* 330 mm apart on a thigh of 350 mm, with a radius 4 % too small */
    struct result result = analyze_strokes(20, 0, &sensors, "# rolling_radius_mm: 67.200");
    assert_warned(&result, "All lengths were scaled by +10.");
    assert_true(fabs(result.max_mm - 350) < 3);
    result_free(&result);
}

static const char *zero_too_late(size_t row)
{
    return row == 150 ? "zero" : ""; /* 50 mm from where the strokes begin */
}

static void rolling_beyond_the_thigh_has_a_question(void **state)
{
    (void)state;
    struct sensors sensors = SENSORS_PERFECT;
    struct result result = analyze_strokes(20, 0, &sensors, NULL);
    assert_false(session_warned(&result, "above the upper thigh"));
    assert_false(session_warned(&result, "beyond the crease of the knee"));
    result_free(&result);
    sensors.event_of = zero_too_late;
    result = analyze_strokes(20, 0, &sensors, NULL);
    assert_warned(&result, "You rolled up to 50 mm above the upper thigh, where positions are negative");
    result_free(&result);
    result = analyze_strokes(20, 0, &SENSORS_PERFECT, "# thigh_length_mm: 308");
    assert_warned(&result, "You rolled up to 22 mm beyond the crease of the knee: check the thigh's length (308 mm)");
    result_free(&result);
}

static void a_spot_with_few_strokes_has_a_warning(void **state)
{
    (void)state;
    struct result result = analyze_strokes(6, 0, &SENSORS_PERFECT, NULL);
    assert_int_equal(result.spot_count, 1);
    assert_warned(&result, "With fewer than 12 strokes, the report cannot say whether you stayed somewhere by chance.");
    assert_true(isnan(result.spot[0].p_value));
    result_free(&result);
}

static void strokes_longer_than_the_thigh_have_a_warning(void **state)
{
    (void)state;
    /* 330 mm, with a radius 17 % too large, on a thigh of 350 mm. */
    struct result result = analyze_strokes(20, 0, &SENSORS_PERFECT, "# rolling_radius_mm: 82.000");
    assert_warned(&result, "Your strokes span 38");
    assert_warned(&result, "the rolling radius may be that of the roller without load");
    assert_true(result.uncertainty_mm > result.max_mm - 350);
    result_free(&result);
}

static void a_roller_that_was_turned_round_has_a_warning(void **state)
{
    (void)state;
    struct sensors sensors = SENSORS_PERFECT;
    sensors.without_imu = 1;
    struct session session;
    struct motion motion;
    motion_init(&motion);
    for (int k = 0; k < 9; k++)
        motion_glide(&motion, k % 2 == 0 ? 330 : 0, 2);
    motion_lift(&motion, 2, 0);
    for (int k = 0; k < 9; k++)
        motion_glide(&motion, k % 2 == 0 ? 0 : 330, 2);
    for (size_t i = 20 * (size_t)MOTION_RATE_HZ; i < motion.count; i++) /* from here on it turns the other way */
        motion.lifted_rad[i] = 2 * (330 - motion.position_mm[i]) / sensors.radius_mm;
    temp_dir_make(&session.dir);
    motion_write(&motion, &sensors, temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
    motion_free(&motion);
    struct result result = session_analyze(&session, (struct analysis_options){0});
    temp_dir_remove(&session.dir);
    assert_warned(&result, "At about 0:20 the roller was probably turned round, end for end");
    assert_true(result.max_mm < 350 && result.uncertainty_mm > 330);
    result_free(&result);
}

static void a_radius_without_load_has_a_warning(void **state)
{
    (void)state;
    /* 330 mm, with a radius 8 mm too large: 368 mm on a thigh of 350 mm. */
    struct result result = analyze_strokes(20, 0, &SENSORS_PERFECT, "# rolling_radius_mm: 78.000");
    assert_warned(&result, "the rolling radius may be that of the roller without load");
    assert_true(result.uncertainty_mm > 30);
    result_free(&result);
    result = analyze_strokes(20, 0, &SENSORS_PERFECT, NULL);
    assert_false(session_warned(&result, "radius"));
    assert_true(result.uncertainty_mm < 10);
    result_free(&result);
}

/* Nobody knows whether the thigh leaned if only one sensor measured the rotation. */
static void the_interval_allows_for_a_lean_that_was_not_seen(void **state)
{
    (void)state;
    struct sensors ring_only = SENSORS_PERFECT;
    ring_only.without_imu = 1;
    struct result both = analyze_strokes(20, 0, &SENSORS_PERFECT, NULL);
    struct result ring = analyze_strokes(20, 0, &ring_only, NULL);
    assert_true(both.uncertainty_mm > 4.3);
    assert_true(ring.uncertainty_mm > 7.5 && ring.uncertainty_mm < 12);
    result_free(&both);
    result_free(&ring);
}

static const char *zero_in_the_middle(size_t row)
{
    return row == 400 ? "zero" : ""; /* of a stroke, at 165 mm */
}

static void a_zero_in_the_middle_has_a_warning(void **state)
{
    (void)state;
    struct sensors sensors = SENSORS_PERFECT;
    sensors.event_of = zero_in_the_middle;
    struct result result = analyze_strokes(14, 0, &sensors, NULL);
    assert_warned(&result, "At about 0:04 the roller was set to zero in the middle of what you rolled");
    assert_int_equal(result.warning_count, 1);
    assert_true(fabs(result.spot[0].center_mm - 120) < 2);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zero_in_the_middle_has_a_warning),
        cmocka_unit_test(slip_that_was_removed_has_a_warning),
        cmocka_unit_test(a_scale_set_by_the_thigh_has_a_warning),
        cmocka_unit_test(strokes_longer_than_the_thigh_have_a_warning),
        cmocka_unit_test(a_radius_without_load_has_a_warning),
        cmocka_unit_test(the_interval_allows_for_a_lean_that_was_not_seen),
        cmocka_unit_test(a_roller_that_was_turned_round_has_a_warning),
        cmocka_unit_test(rolling_beyond_the_thigh_has_a_question),
        cmocka_unit_test(a_spot_with_few_strokes_has_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
