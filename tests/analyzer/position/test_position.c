/* SPDX-License-Identifier: MIT */
/* Known movements, made into readings and found again: each error is printed and bounded. */
#include "analyzer/support/fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_perfect_sensor_is_right(void **state)
{
    (void)state;
    struct bench bench;
    bench_init(&bench);
    bench_strokes(&bench.motion, 20, 330, 2);
    bench_find(&bench);
    print_message("figure: position by a perfect IMU, worst error %.2f mm\n", bench_worst_mm(&bench, 0));
    assert_true(bench.position.by_imu && !bench.position.fused);
    assert_true(bench_worst_mm(&bench, 0) < 1.0);
    bench_free(&bench);
}

static void bias_scale_and_lever_arm_are_found(void **state)
{
    (void)state;
    struct bench bench;
    bench_init(&bench);
    bench.sensors.gyro_bias_dps = 15;
    bench.sensors.gyro_scale = 1.03;
    bench.sensors.accel_bias_g[0] = 0.05;
    bench.sensors.accel_bias_g[1] = -0.04;
    bench.sensors.offset_mm[0] = 30;
    bench_strokes(&bench.motion, 20, 330, 1.5); /* up to 345 mm/s */
    bench_read(&bench);
    bench_estimate(&bench, 1);
    print_message(
        "figure: position with 15 deg/s and 50 mg bias, 3 %% scale, 30 mm off the axle: worst %.2f mm\n",
        bench_worst_mm(&bench, 0));
    assert_true(bench_worst_mm(&bench, 0) < 0.7);
    bench_free(&bench);
}

/* rms difference of two rotations over rows under load, their mean difference taken out, deg. */
static double apart_deg(const struct bench *a, const struct bench *b)
{
    double sum = 0, squares = 0, used = 0;
    for (size_t i = 0; i < a->rows.count; i++) {
        if (!a->motion.loaded[i])
            continue;
        double off = ((double)a->position.used_rad[i] - (double)b->position.used_rad[i]) * 57.29577951308232;
        sum += off;
        squares += off * off;
        used++;
    }
    return sqrt(squares / used - sum * sum / used / used);
}

static void two_imus_in_one_roller_agree(void **state)
{
    (void)state;
    struct bench axle, off;
    bench_init(&axle);
    bench_init(&off);
    struct bench *const both[] = {&axle, &off};
    axle.sensors.gyro_bias_dps = -2;
    off.sensors.gyro_bias_dps = 20;
    off.sensors.gyro_scale = 1.03;
    off.sensors.accel_bias_g[0] = 0.05;
    off.sensors.accel_bias_g[1] = -0.05;
    off.sensors.offset_mm[0] = 18;
    off.sensors.offset_mm[1] = -24; /* 30 mm off the axle */
    for (int k = 0; k < 2; k++) {
        motion_hold(&both[k]->motion, 1);
        for (int stroke = 0; stroke < 30;
             stroke++) /* half a cosine of 330 mm: up to 340 mm/s; turning at once too */
            if (stroke % 3 < 2)
                motion_glide(&both[k]->motion, stroke % 2 == 0 ? 330 : 0, 1.525);
            else
                motion_roll(&both[k]->motion, stroke % 2 == 0 ? 330 : 0, 340);
        motion_rock(&both[k]->motion, 20, 0.8, 15);
        bench_read(both[k]);
        bench_estimate(both[k], 1);
    }
    print_message("figure: two IMUs in one roller, one 30 mm off the axle, biased, 3 %% scale, up to 340 "
                  "mm/s: %.3f deg rms apart\n",
                  apart_deg(&axle, &off));
    assert_true(apart_deg(&axle, &off) < 1.0);
    assert_true(bench_rms_mm(&off) < 1.0);
    bench_free(&axle);
    bench_free(&off);
}

static void several_turns_are_counted(void **state)
{
    (void)state;
    struct bench bench;
    bench_init(&bench);
    bench_strokes(&bench.motion, 6, 2000, 8); /* four and a half turns; nearly 400 mm/s */
    bench_find(&bench);
    assert_true(bench_worst_mm(&bench, 0) < 3.0);
    bench_forget(&bench);
    bench.rows.header.has_imu = false; /* the same by the strips */
    bench_estimate(&bench, 0);
    assert_false(bench.position.by_imu);
    assert_true(bench_worst_mm(&bench, 0) < 12.0);
    bench_free(&bench);
}

static void the_ring_stands_alone(void **state)
{
    (void)state;
    struct bench bench;
    bench_init(&bench);
    bench.sensors.without_imu = 1;
    bench.sensors.direction = -1;
    bench_strokes(&bench.motion, 20, 330, 2);
    bench_find(&bench);
    print_message("figure: position by the ring alone, worst error %.2f mm\n", bench_worst_mm(&bench, 0));
    assert_int_equal(bench.position.direction, -1);
    assert_true(bench_worst_mm(&bench, 0) < 8.0);
    bench_free(&bench);
}

static void the_direction_is_found(void **state)
{
    (void)state;
    for (int direction = -1; direction <= 1; direction += 2) {
        struct bench bench;
        bench_init(&bench);
        bench.sensors.direction = direction;
        bench_strokes(&bench.motion, 6, 300, 2);
        bench_find(&bench);
        assert_int_equal(bench.position.direction, direction);
        assert_true(bench_worst_mm(&bench, 0) < 2);
        bench_free(&bench);
    }
}

static void turning_in_the_air_does_not_count(void **state)
{
    (void)state;
    for (int without_imu = 0; without_imu < 2; without_imu++) {
        struct bench bench;
        bench_init(&bench);
        bench.sensors.without_imu = without_imu;
        bench_strokes(&bench.motion, 5, 300, 2);
        motion_lift(&bench.motion, 3, 2.5);
        bench_strokes(&bench.motion, 5, 300, 2);
        motion_lift(&bench.motion, 2, 0);
        bench_find(&bench);
        print_message("figure: after a lift-off turning 2.5 rad, %s: worst %.2f mm\n",
                      without_imu ? "ring" : "IMU", bench_worst_mm(&bench, 0));
        assert_true(bench_worst_mm(&bench, 0) < (without_imu ? 8 : 2));
        assert_true(bench.series.force_n[bench.motion.count - 1] == 0);
        bench_free(&bench);
    }
}

/* Four strokes of 300 mm, with an event in one of their rows. */
static void roll_with(struct bench *bench, size_t row, unsigned events, int direction)
{
    struct session_rows_event event = {row, events};
    bench_init(bench);
    bench_strokes(&bench->motion, 4, 300, 2);
    bench_read(bench);
    bench->rows.event = &event;
    bench->rows.event_count = 1;
    bench->rows.header.thigh_length_mm = 330;
    bench_estimate(bench, direction);
    bench->rows.event = NULL;
}

static void zero_moves_the_origin(void **state)
{
    (void)state;
    struct bench bench;
    size_t row = 200; /* 1 s into the first stroke */
    roll_with(&bench, row, SESSION_EVENT_ZERO, 1);
    double at_zero = bench.motion.position_mm[row];
    assert_true(at_zero > 100);
    assert_true(fabs(bench.position.mm[row]) < 0.1);
    assert_true(fabs(bench.position.mm[row - 1] - bench.motion.position_mm[row - 1]) <
                1); /* before it: first load */
    assert_true(fabs(bench.position.mm[600] - (bench.motion.position_mm[600] - at_zero)) < 1);
    bench_free(&bench);
}

static void a_knee_event_tells_direction_and_scale(void **state)
{
    (void)state;
    struct bench bench;
    roll_with(&bench, 300, SESSION_EVENT_KNEE, 0); /* at 300 mm, which the thigh says are 330 */
    assert_true(fabs(bench.position.scale - 1.1) < 0.01);
    assert_true(fabs(bench.position.mm[300] - 330) < 0.1);
    bench_free(&bench);
}

static void a_hole_in_the_rows_is_no_rolling(void **state)
{
    (void)state;
    struct bench bench;
    bench_init(&bench);
    bench.sensors.gyro_bias_dps = 10;
    bench_strokes(&bench.motion, 20, 330, 2);
    bench_read(&bench);
    for (size_t i = 1550; i < bench.rows.count; i++) /* in the middle of a stroke */
        bench.rows.time_s[i] += 60;
    bench_estimate(&bench, 0);
    print_message("figure: hole of 60 s in the middle of a stroke, worst error %.2f mm\n",
                  bench_worst_mm(&bench, 0));
    assert_true(bench_worst_mm(&bench, 0) < 5);
    assert_true(bench.position.disagreement_mm < 5);
    bench_free(&bench);
}

static void contact_has_hysteresis_and_no_flicker(void **state)
{
    (void)state;
    static const double force[] = {0, 12, 16, 12, 11, 9, 12, 16, 20, 9, 20, 20, 20, 0, 0, 0, 0};
    static const unsigned char wanted[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0};
    static const unsigned char bridged[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    double time_s[sizeof wanted];
    unsigned char loaded[sizeof wanted];
    for (size_t i = 0; i < sizeof wanted; i++)
        time_s[i] = (double)i;
    series_contact(force, time_s, sizeof wanted, 15, 10, 0.5, loaded);
    assert_memory_equal(loaded, wanted, sizeof wanted);
    series_contact(force, time_s, sizeof wanted, 15, 10, 1.5, loaded);
    assert_memory_equal(loaded, bridged, sizeof wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_sensor_is_right),
        cmocka_unit_test(bias_scale_and_lever_arm_are_found),
        cmocka_unit_test(two_imus_in_one_roller_agree),
        cmocka_unit_test(several_turns_are_counted),
        cmocka_unit_test(the_ring_stands_alone),
        cmocka_unit_test(the_direction_is_found),
        cmocka_unit_test(turning_in_the_air_does_not_count),
        cmocka_unit_test(zero_moves_the_origin),
        cmocka_unit_test(a_knee_event_tells_direction_and_scale),
        cmocka_unit_test(a_hole_in_the_rows_is_no_rolling),
        cmocka_unit_test(contact_has_hysteresis_and_no_flicker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
