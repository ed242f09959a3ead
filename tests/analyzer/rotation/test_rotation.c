/* SPDX-License-Identifier: MIT */
/* The rotation from an IMU far off the axle, at high rates and with a drifting bias, and under a leaning thigh. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define AXES MOTION_IMU_AXES

/* A noisy IMU 150 mm off the axle of a roller that rolls up to 1500 deg/s, 14 revolutions out and back: no revolution
 * is lost. */
static void a_long_lever_at_high_rates_loses_no_revolution(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture.sensors.imu_noise = 40;
    fixture.sensors.gyro_bias_dps = 3;
    fixture.sensors.gyro_scale = 1.01;
    fixture.sensors.offset_mm[0] = 140;
    fixture.sensors.offset_mm[1] = -50;
    motion_hold(&fixture.motion, 3);
    for (int k = 0; k < 12; k++)
        motion_glide(&fixture.motion, k % 2 == 0 ? 6000 : 0, 5); /* 86 rad in 5 s: 26 rad/s in the middle */
    fixture_read(&fixture);
    fixture_estimate(&fixture, 1);
    print_message("figure: a lever of 149 mm at up to 1540 deg/s, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 4);
    fixture_free(&fixture);
}

/* 20 deg/s in two minutes, faster at first. */
static void drift(size_t row, double axis[AXES])
{
    axis[5] += 32.8 * 20 * (1 - exp(-(double)row / 6000));
}

static void a_drifting_bias_costs_little(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture.sensors.imu_noise = 3;
    fixture.sensors.spoil_imu = drift;
    fixture_strokes(&fixture.motion, 60, 330, 2);
    fixture_find(&fixture);
    print_message("figure: bias drifts by 20 deg/s, worst error %.2f mm\n", fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 1.5);
    fixture_free(&fixture);
}

/* The knee's end of the thigh leans by 12 degrees more. */
static double slope(size_t row, double position_mm)
{
    (void)row;
    return 12 * 0.0174533 * position_mm / 330;
}

/* The posture changes by 14 degrees after 20 s. */
static double posture(size_t row, double position_mm)
{
    (void)position_mm;
    return 14 * 0.0174533 / (1 + exp((2000 - (double)row) / 30));
}

static void find_leaning(struct fixture *fixture, double (*lean_rad)(size_t row, double position_mm))
{
    fixture_init(fixture);
    fixture->sensors.imu_noise = 3;
    fixture->sensors.lean_rad = lean_rad;
    fixture_strokes(&fixture->motion, 20, 330, 2);
    fixture_find(fixture);
}

static void a_leaning_thigh_is_allowed_for(void **state)
{
    (void)state;
    struct fixture fixture;
    find_leaning(&fixture, slope);
    print_message("figure: slope of %.1f degrees (12), worst error %.2f mm\n", fixture.rotation.lean.slope_deg,
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fabs(fabs(fixture.rotation.lean.slope_deg) - 12) < 2);
    assert_true(fixture_max_error_mm(&fixture, 0) < 3); /* without, 14.7 */
    fixture_free(&fixture);
    find_leaning(&fixture, posture);
    print_message("figure: change of %.1f degrees (14), rms error %.2f mm\n", fixture.rotation.lean.change_deg,
                  fixture_rms_error_mm(&fixture));
    assert_true(fabs(fixture.rotation.lean.change_deg - 14) < 3);
    assert_true(fixture_rms_error_mm(&fixture) < 3); /* without, 12 */
    fixture_free(&fixture);
    find_leaning(&fixture, NULL);
    assert_true(fixture.rotation.lean.slope_deg == 0 && fixture.rotation.lean.change_deg == 0);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_lever_at_high_rates_loses_no_revolution),
        cmocka_unit_test(a_drifting_bias_costs_little),
        cmocka_unit_test(a_leaning_thigh_is_allowed_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
