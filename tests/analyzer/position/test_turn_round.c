/* SPDX-License-Identifier: MIT */
/* A roller that was turned end for end while lifted rolls in the opposite direction; this is found, and not where it
 * did not happen. */
#include "analyzer/support/fixture.h"
#include "position/offsets.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

#define THIGH_MM 330.0
#define LIFT_S 3.0
#define TURN_S 1.5 /* in the middle of the lift */
#define PI 3.14159265358979323846

/* The rows of the lift, for yaw_by_hand. */
static size_t lift_row, yaw_row, yaw_end;
static double lift_yaw_deg, lift_tilt_deg;

/* Return the rate of a smooth movement by `deg` in the rows from `first` to `end`, in deg/s. */
static double rate_dps(size_t row, size_t first, size_t end, double deg)
{
    if (row < first || row >= end)
        return 0;
    double rows = (double)(end - first);
    return deg * PI / 2 * sin(PI * ((double)(row - first) + 0.5) / rows) * MOTION_RATE_HZ / rows;
}

/* Turn the roller about the vertical, which lies in its x and y axes. Half a second before and after, its axle is
 * tilted and put level again. */
static void yaw_by_hand(size_t row, double axis[MOTION_IMU_AXES])
{
    double up_x = axis[0] / 8192, up_y = axis[1] / 8192;
    double yaw = rate_dps(row, yaw_row, yaw_end, lift_yaw_deg);
    double tilt =
        rate_dps(row, yaw_row - 50, yaw_row, lift_tilt_deg) - rate_dps(row, yaw_end, yaw_end + 50, lift_tilt_deg);
    axis[3] += 32.8 * (yaw * up_x - tilt * up_y + 7); /* and a bias of the gyro */
    axis[4] += 32.8 * (yaw * up_y + tilt * up_x - 5);
}

/* What a person does with the roller in a lift. */
struct scene {
    double lift_at_mm;
    double yaw_deg, tilt_deg;
    bool is_turned; /* it rolls the other way afterwards */
    bool without_imu;
};

/* Make ten strokes, lift the roller, make ten more, and find the positions. */
static void run(struct fixture *fixture, const struct scene *scene)
{
    struct motion *motion = &fixture->motion;
    fixture_init(fixture);
    fixture->sensors.without_imu = scene->without_imu;
    fixture->sensors.imu_noise = 2;
    fixture->sensors.spoil_imu = yaw_by_hand;
    fixture_strokes(motion, 10, THIGH_MM, 2);
    motion_glide(motion, scene->lift_at_mm, 1.5);
    lift_row = motion->count;
    motion_lift(motion, LIFT_S, 2.0);
    size_t end = motion->count;
    fixture_strokes(motion, 10, THIGH_MM, 2);
    for (size_t i = end; scene->is_turned && i < motion->count; i++)
        motion->lifted_rad[i] -= 2 * (motion->position_mm[i] - scene->lift_at_mm) / fixture->sensors.radius_mm;
    yaw_row = lift_row + (size_t)((LIFT_S - TURN_S) / 2 * MOTION_RATE_HZ);
    yaw_end = yaw_row + (size_t)(TURN_S * MOTION_RATE_HZ);
    lift_yaw_deg = scene->yaw_deg;
    lift_tilt_deg = scene->tilt_deg;
    fixture_read(fixture);
    fixture->rows.header.thigh_length_mm = THIGH_MM;
    fixture_estimate(fixture, 1);
}

static void a_half_turn_is_seen_by_the_gyro(void **state)
{
    (void)state;
    const double tilt_deg[] = {0, 0, -30}, yaw_deg[] = {180, -160, 195};
    for (size_t k = 0; k < 3; k++) {
        struct fixture fixture;
        run(&fixture, &(struct scene){.lift_at_mm = THIGH_MM / 2,
                                      .yaw_deg = yaw_deg[k],
                                      .tilt_deg = tilt_deg[k],
                                      .is_turned = true}); /* the range is the same in either direction */
        print_message("figure: turned round by %.0f degrees, worst error %.2f mm\n", yaw_deg[k],
                      fixture_max_error_mm(&fixture, 0));
        assert_int_equal(fixture.position.turns.count, 1);
        assert_true(fixture.position.turns.turn[0].is_turned && fixture.position.turns.turn[0].is_certain);
        assert_true(fabs((double)fixture.position.turns.turn[0].row - (double)lift_row - LIFT_S * MOTION_RATE_HZ) < 10);
        assert_true(fixture_max_error_mm(&fixture, 0) < 3);
        fixture_free(&fixture);
    }
}

static void other_movements_by_hand_are_no_half_turn(void **state)
{
    (void)state;
    const double yaw_deg[] = {0, 40, -60, 360};
    for (size_t k = 0; k < 4; k++) {
        struct fixture fixture;
        run(&fixture, &(struct scene){.lift_at_mm = 100, .yaw_deg = yaw_deg[k], .tilt_deg = 25});
        assert_int_equal(fixture.lifts.count, 1);
        assert_int_equal(fixture.position.turns.count, 0);
        assert_true(fixture_max_error_mm(&fixture, 0) < 3);
        fixture_free(&fixture);
    }
}

static void lifts_without_a_turn_do_not_change_the_direction_by_ring(void **state)
{
    (void)state;
    const double at_mm[] = {0, 120, THIGH_MM};
    for (size_t k = 0; k < 3; k++) {
        struct fixture fixture;
        run(&fixture, &(struct scene){.lift_at_mm = at_mm[k], .without_imu = true});
        assert_int_equal(fixture.position.turns.count, 0);
        assert_true(fixture_max_error_mm(&fixture, 0) < 4);
        fixture_free(&fixture);
    }
}

/* Return the largest deviation of the positions after the lift. */
static double deviation_mm(const struct fixture *fixture)
{
    struct strokes strokes;
    struct offsets offsets;
    const struct trajectory rows = {fixture->rows.count, fixture->rows.time_s, fixture->position.mm,
                                    fixture->position.contact};
    assert_true(strokes_find(&strokes, &rows));
    assert_true(
        offsets_estimate(&offsets, &fixture->position, fixture->rows.time_s, &strokes, &(struct stops){0}, THIGH_MM));
    double deviation_mm = offsets.high_deviation_mm;
    offsets_free(&offsets);
    strokes_free(&strokes);
    return deviation_mm;
}

static void without_imu_the_range_shows_it_but_uncertainly(void **state)
{
    (void)state;
    const double at_mm[] = {THIGH_MM, 40};
    for (size_t k = 0; k < 2; k++) {
        struct fixture fixture;
        run(&fixture, &(struct scene){.lift_at_mm = at_mm[k], .is_turned = true, .without_imu = true});
        assert_int_equal(fixture.position.turns.count, 1);
        assert_true(fixture.position.turns.turn[0].is_turned && !fixture.position.turns.turn[0].is_certain);
        assert_true(fixture_max_error_mm(&fixture, 0) < 4);
        assert_true(deviation_mm(&fixture) > THIGH_MM / 3);
        fixture_free(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_half_turn_is_seen_by_the_gyro),
        cmocka_unit_test(other_movements_by_hand_are_no_half_turn),
        cmocka_unit_test(lifts_without_a_turn_do_not_change_the_direction_by_ring),
        cmocka_unit_test(without_imu_the_range_shows_it_but_uncertainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
