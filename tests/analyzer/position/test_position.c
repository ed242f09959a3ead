/* SPDX-License-Identifier: MIT */
/* Positions recovered from the simulated readings of known movements. Each error is printed and bounded. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void a_perfect_imu_measures_the_position(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 20, 330, 2);
    fixture_find(&fixture);
    print_message("figure: position from a perfect IMU, worst error %.2f mm\n", fixture_max_error_mm(&fixture, 0));
    assert_true(fixture.rotation.uses_imu && !fixture.rotation.fused);
    assert_true(fixture_max_error_mm(&fixture, 0) < 1.0);
    fixture_free(&fixture);
}

static void bias_scale_and_lever_arm_are_found(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture.sensors.gyro_bias_dps = 15;
    fixture.sensors.gyro_scale = 1.03;
    fixture.sensors.accel_bias_g[0] = 0.05;
    fixture.sensors.accel_bias_g[1] = -0.04;
    fixture.sensors.offset_mm[0] = 30;
    fixture_strokes(&fixture.motion, 20, 330, 1.5); /* up to 345 mm/s */
    fixture_read(&fixture);
    fixture_estimate(&fixture, 1);
    print_message("figure: position with 15 deg/s and 50 mg bias, 3 %% scale, 30 mm off the axle: worst %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 0.7);
    fixture_free(&fixture);
}

/* Return the rms difference, in degrees, between two rotations in loaded rows, after a constant difference is
 * subtracted. */
static double rms_difference_deg(const struct fixture *a, const struct fixture *b)
{
    double sum = 0, squares = 0, used = 0;
    for (size_t i = 0; i < a->rows.count; i++) {
        if (!a->motion.loaded[i])
            continue;
        double difference = ((double)a->rotation.used_rad[i] - (double)b->rotation.used_rad[i]) * 57.29577951308232;
        sum += difference;
        squares += difference * difference;
        used++;
    }
    return sqrt(squares / used - sum * sum / used / used);
}

static void two_imus_in_one_roller_agree(void **state)
{
    (void)state;
    struct fixture axle, off_axle;
    fixture_init(&axle);
    fixture_init(&off_axle);
    struct fixture *const both[] = {&axle, &off_axle};
    axle.sensors.gyro_bias_dps = -2;
    off_axle.sensors.gyro_bias_dps = 20;
    off_axle.sensors.gyro_scale = 1.03;
    off_axle.sensors.accel_bias_g[0] = 0.05;
    off_axle.sensors.accel_bias_g[1] = -0.05;
    off_axle.sensors.offset_mm[0] = 18;
    off_axle.sensors.offset_mm[1] = -24; /* now 30 mm off the axle */
    for (int k = 0; k < 2; k++) {
        motion_hold(&both[k]->motion, 1);
        for (int stroke = 0; stroke < 30; stroke++) /* up to 340 mm/s; every third reverses abruptly */
            if (stroke % 3 < 2)
                motion_glide(&both[k]->motion, stroke % 2 == 0 ? 330 : 0, 1.525);
            else
                motion_roll(&both[k]->motion, stroke % 2 == 0 ? 330 : 0, 340);
        motion_rock(&both[k]->motion, 20, 0.8, 15);
        fixture_read(both[k]);
        fixture_estimate(both[k], 1);
    }
    print_message("figure: two IMUs in one roller, one 30 mm off the axle, biased, 3 %% scale, up to 340 "
                  "mm/s: rms difference %.3f deg\n",
                  rms_difference_deg(&axle, &off_axle));
    assert_true(rms_difference_deg(&axle, &off_axle) < 1.0);
    assert_true(fixture_rms_error_mm(&off_axle) < 1.0);
    fixture_free(&axle);
    fixture_free(&off_axle);
}

static void several_revolutions_are_counted(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 6, 2000, 8); /* four and a half revolutions; nearly 400 mm/s */
    fixture_find(&fixture);
    assert_true(fixture_max_error_mm(&fixture, 0) < 3.0);
    fixture_free_estimate(&fixture);
    fixture.rows.header.has_imu = false; /* the same movement, from the strips alone */
    fixture_estimate(&fixture, 0);
    assert_false(fixture.rotation.uses_imu);
    assert_true(fixture_max_error_mm(&fixture, 0) < 12.0);
    fixture_free(&fixture);
}

static void the_ring_alone_measures_the_position(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture.sensors.without_imu = 1;
    fixture.sensors.direction = -1;
    fixture_strokes(&fixture.motion, 20, 330, 2);
    fixture_find(&fixture);
    print_message("figure: position from the ring alone, worst error %.2f mm\n", fixture_max_error_mm(&fixture, 0));
    assert_int_equal(fixture.position.direction, -1);
    assert_true(fixture_max_error_mm(&fixture, 0) < 8.0);
    fixture_free(&fixture);
}

static void the_direction_is_found(void **state)
{
    (void)state;
    for (int direction = -1; direction <= 1; direction += 2) {
        struct fixture fixture;
        fixture_init(&fixture);
        fixture.sensors.direction = direction;
        fixture_strokes(&fixture.motion, 6, 300, 2);
        fixture_find(&fixture);
        assert_int_equal(fixture.position.direction, direction);
        assert_true(fixture_max_error_mm(&fixture, 0) < 2);
        fixture_free(&fixture);
    }
}

static void rotation_while_lifted_does_not_count(void **state)
{
    (void)state;
    for (int without_imu = 0; without_imu < 2; without_imu++) {
        struct fixture fixture;
        fixture_init(&fixture);
        fixture.sensors.without_imu = without_imu;
        fixture_strokes(&fixture.motion, 5, 300, 2);
        motion_lift(&fixture.motion, 3, 2.5);
        fixture_strokes(&fixture.motion, 5, 300, 2);
        motion_lift(&fixture.motion, 2, 0);
        fixture_find(&fixture);
        print_message("figure: lifted and rotated by 2.5 rad, %s: worst %.2f mm\n", without_imu ? "ring" : "IMU",
                      fixture_max_error_mm(&fixture, 0));
        assert_true(fixture_max_error_mm(&fixture, 0) < (without_imu ? 8 : 2));
        assert_true(fixture.series.force_n[fixture.motion.count - 1] == 0);
        fixture_free(&fixture);
    }
}

/* Roll four strokes of 300 mm on a thigh of 330 mm, with an event in one row. */
static void roll_with_event(struct fixture *fixture, size_t row, unsigned events, int direction)
{
    struct session_table_event event = {row, events};
    fixture_init(fixture);
    fixture_strokes(&fixture->motion, 4, 300, 2);
    fixture_read(fixture);
    fixture->rows.event = &event;
    fixture->rows.event_count = 1;
    fixture->rows.header.thigh_length_mm = 330;
    fixture_estimate(fixture, direction);
    fixture->rows.event = NULL;
}

static void a_knee_event_sets_direction_and_scale(void **state)
{
    (void)state;
    struct fixture fixture;
    roll_with_event(&fixture, 300, SESSION_EVENT_KNEE, 0); /* at 300 mm, but the thigh is 330 mm long */
    assert_true(fabs(fixture.position.scale - 1.1) < 0.01);
    assert_true(fabs(fixture.position.mm[300] - 330) < 0.1);
    fixture_free(&fixture);
}

static void a_gap_adds_no_rolling(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture.sensors.gyro_bias_dps = 10;
    fixture_strokes(&fixture.motion, 20, 330, 2);
    fixture_read(&fixture);
    for (size_t i = 1550; i < fixture.rows.count; i++) /* in the middle of a stroke */
        fixture.rows.time_s[i] += 60;
    fixture_estimate(&fixture, 0);
    print_message("figure: gap of 60 s in the middle of a stroke, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 5);
    assert_true(fixture.rotation.disagreement_mm < 5);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_imu_measures_the_position),
        cmocka_unit_test(bias_scale_and_lever_arm_are_found),
        cmocka_unit_test(two_imus_in_one_roller_agree),
        cmocka_unit_test(several_revolutions_are_counted),
        cmocka_unit_test(the_ring_alone_measures_the_position),
        cmocka_unit_test(the_direction_is_found),
        cmocka_unit_test(rotation_while_lifted_does_not_count),
        cmocka_unit_test(a_knee_event_sets_direction_and_scale),
        cmocka_unit_test(a_gap_adds_no_rolling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
