/* SPDX-License-Identifier: MIT */
/* Readings of the IMU that are none, and IMUs that are mounted otherwise: the position stays right, and the fault gets
 * its name. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define AXES MOTION_IMU_AXES

static double held[AXES]; /* the reading that a frozen sensor repeats */

static void freeze(size_t row, double axis[AXES])
{
    if (row == 1500)
        memcpy(held, axis, sizeof held);
    if (row > 1500 && row < 1700)
        memcpy(axis, held, sizeof held);
}

static void freeze_to_the_end(size_t row, double axis[AXES])
{
    if (row == 3100)
        memcpy(held, axis, sizeof held);
    if (row > 3100)
        memcpy(axis, held, sizeof held);
}

/* A sensor that does not answer: all bits are set. */
static void read_full_scale(size_t row, double axis[AXES])
{
    for (int k = 0; k < AXES && row >= 1550 && row < 1750; k++)
        axis[k] = 32767;
}

/* Only the gyro stands still, in the middle of a stroke. */
static void freeze_gyro(size_t row, double axis[AXES])
{
    if (row == 1550)
        memcpy(held, axis, sizeof held);
    if (row > 1550 && row < 1750)
        memcpy(axis + 3, held + 3, 3 * sizeof *axis);
}

/* The gyro is dead. */
static void silence_gyro(size_t row, double axis[AXES])
{
    (void)row;
    memset(axis + 3, 0, 3 * sizeof *axis);
}

/* Only the accelerometer stands still. */
static void freeze_accelerometer(size_t row, double axis[AXES])
{
    if (row == 1550)
        memcpy(held, axis, sizeof held);
    if (row > 1550)
        memcpy(axis, held, 3 * sizeof *axis);
}

static void read_zero(size_t row, double axis[AXES])
{
    if (row >= 1500 && row < 1700)
        memset(axis, 0, AXES * sizeof *axis);
}

/* The gyro's range ends at 120 deg/s. */
static void clip_gyro(size_t row, double axis[AXES])
{
    (void)row;
    axis[5] = fmin(fmax(axis[5], -3936), 3936);
}

/* The accelerometer's range ends at 1 g. */
static void clip_accelerometer(size_t row, double axis[AXES])
{
    (void)row;
    for (int k = 0; k < 3; k++)
        axis[k] = fmin(fmax(axis[k], -8100), 8100);
}

/* Its x axis always reads the end of the range, so there is no gravity. */
static void stick_accelerometer(size_t row, double axis[AXES])
{
    (void)row;
    axis[0] = 32767;
}

/* Both axes across the axle read the end of the range for 2 s. */
static void stick_both_axes(size_t row, double axis[AXES])
{
    if (row >= 1500 && row < 1700)
        axis[0] = axis[1] = 32767;
}

static void tear(size_t row, double axis[AXES])
{
    if (row % 700 == 300)
        axis[5] = -axis[5] - 20000;
}

static void leave(size_t row, double axis[AXES])
{
    (void)row;
    (void)axis;
}

/* Roll over the thigh, with pauses, and with a noisy sensor that `spoil_imu` spoils. */
static void find(struct fixture *fixture, void (*spoil_imu)(size_t row, double axis[AXES]))
{
    fixture_init(fixture);
    fixture->sensors.imu_noise = 3;
    fixture->sensors.gyro_bias_dps = 4;
    fixture->sensors.spoil_imu = spoil_imu;
    fixture_strokes(&fixture->motion, 14, 330, 2);
    motion_glide(&fixture->motion, 200, 1.2);
    motion_hold(&fixture->motion, 6);
    motion_glide(&fixture->motion, 0, 1.2);
    fixture_find(fixture);
}

static void readings_that_are_none_are_counted_by_kind(void **state)
{
    (void)state;
    static const struct {
        void (*spoil_imu)(size_t row, double axis[AXES]);
        double frozen_s, zero_s, clipped_min_s;
        size_t torn_count;
        double error_max_mm;
    } cases[] = {{leave, 0, 0, 0, 0, 1},
                 {freeze, 2, 0, 0, 0, 4},
                 {freeze_to_the_end, 6.4, 0, 0, 0, 4},
                 {read_full_scale, 2, 0, 0, 0, 4},
                 {freeze_gyro, 2, 0, 0, 0, 4},
                 {silence_gyro, 37.4, 0, 0, 0, 4},
                 {freeze_accelerometer, 0, 0, 0, 0, 4},
                 {read_zero, 0, 2, 0, 0, 4},
                 {clip_gyro, 0, 0, 10, 0, 4},
                 {clip_accelerometer, 0, 0, 0, 0, 1.5},
                 {tear, 0, 0, 0, 5, 1.5},
                 {stick_accelerometer, 0, 0, 0, 0, 4}};
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        struct fixture fixture;
        find(&fixture, cases[n].spoil_imu);
        print_message("figure: case %zu: frozen %.2f s, zero %.2f s, clipped %.2f s, %zu torn; worst error %.2f mm\n",
                      n, fixture.imu.frozen_s, fixture.imu.zero_s, fixture.imu.clipped_s, fixture.imu.torn_count,
                      fixture_max_error_mm(&fixture, 0));
        assert_true(fabs(fixture.imu.frozen_s - cases[n].frozen_s) < 0.1);
        assert_true(fabs(fixture.imu.zero_s - cases[n].zero_s) < 0.05);
        assert_true(cases[n].clipped_min_s > 0 ? fixture.imu.clipped_s > cases[n].clipped_min_s
                                               : fixture.imu.clipped_s == 0);
        assert_int_equal(fixture.imu.torn_count, cases[n].torn_count);
        assert_true(fixture_max_error_mm(&fixture, 0) < cases[n].error_max_mm);
        fixture_free(&fixture);
    }
}

static void a_row_in_which_two_axes_clip_counts_once(void **state)
{
    (void)state;
    struct fixture fixture;
    find(&fixture, stick_both_axes);
    print_message("figure: clipped for 2 s on two axes, counted as %.2f s\n", fixture.imu.accel_clipped_s);
    assert_true(fabs(fixture.imu.accel_clipped_s - 2) < 0.05);
    fixture_free(&fixture);
}

/* A sensor without noise reads the same whenever it rests, and its steadiest rate makes a plateau. */
static void a_sensor_without_noise_is_not_faulty(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    for (int k = 0; k < 14; k++) {
        motion_roll(&fixture.motion, k % 2 == 0 ? 330 : 0, 150);
        motion_hold(&fixture.motion, 1);
    }
    fixture_find(&fixture);
    assert_true(fixture.imu.frozen_s == 0 && fixture.imu.clipped_s == 0 && fixture.imu.zero_s == 0);
    fixture_free(&fixture);
}

static unsigned mounting; /* 0 to 23 */

/* Turn the sensor: which of its axes lies along the axle and which way (0 to 5), and by how many quarters of a turn
 * about the axle. */
static void mount(size_t row, double axis[AXES])
{
    (void)row;
    unsigned turning = mounting % 3, quarters = mounting / 6;
    bool reversed = mounting / 3 % 2 == 1;
    for (unsigned t = 0; t < 2; t++) {
        double x = axis[3 * t], y = axis[3 * t + 1], z = axis[3 * t + 2];
        for (unsigned q = 0; q < quarters; q++) {
            double was_x = x;
            x = -y;
            y = was_x;
        }
        if (reversed) {
            y = -y;
            z = -z;
        }
        axis[3 * t + turning] = z;
        axis[3 * t + (turning + 1) % 3] = x;
        axis[3 * t + (turning + 2) % 3] = y;
    }
}

static void all_24_mountings_give_the_same_position(void **state)
{
    (void)state;
    for (mounting = 0; mounting < 24; mounting++) {
        struct fixture fixture;
        find(&fixture, mount);
        assert_int_equal(fixture.imu.turning_axis, mounting % 3);
        assert_int_equal(fixture.rotation.is_upside_down, mounting / 3 % 2);
        assert_true(fixture_max_error_mm(&fixture, 0) < 1);
        assert_int_equal(fixture.position.direction, 1);
        fixture_free(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_that_are_none_are_counted_by_kind),
        cmocka_unit_test(a_row_in_which_two_axes_clip_counts_once),
        cmocka_unit_test(a_sensor_without_noise_is_not_faulty),
        cmocka_unit_test(all_24_mountings_give_the_same_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
