/* SPDX-License-Identifier: MIT */
/* A single movement: speeds and accelerations are the derivatives of the positions, and nothing jumps. */
#include "person/movement.h"
#include "support/cmocka_includes.h"

#include <math.h>

static const struct movement GO = {.kind = MOVEMENT_ROLL,
                                   .start_s = 2.0,
                                   .duration_s = 1.6,
                                   .from_mm = 300.0,
                                   .to_mm = 20.0,
                                   .ramp = 0.3,
                                   .unevenness = 0.35,
                                   .waves = 2,
                                   .load_start = 1.0,
                                   .load_middle = 1.0,
                                   .load_end = 1.0,
                                   .slip = 0.01,
                                   .rolled_from_mm = 55.0};
static const struct movement ROCK = {.kind = MOVEMENT_DWELL,
                                     .start_s = 1.0,
                                     .duration_s = 7.3,
                                     .from_mm = 120.0,
                                     .to_mm = 120.0,
                                     .amplitude_mm = 18.0,
                                     .frequency_hz = 0.7,
                                     .load_start = 1.0,
                                     .load_middle = 0.5,
                                     .load_end = 1.0,
                                     .ease_s = 0.8};
static const struct movement AIR = {.kind = MOVEMENT_DWELL,
                                    .start_s = 0.0,
                                    .duration_s = 3.0,
                                    .from_mm = 40.0,
                                    .to_mm = 40.0,
                                    .lifted_roll_mm = -150.0,
                                    .ease_s = 0.6,
                                    .rolled_from_mm = 10.0};

static void check_derivatives(const struct movement *movement)
{
    const double h = 1e-4;
    for (double t = movement->start_s + 0.01; t < movement->start_s + movement->duration_s - 0.01; t += 0.0137) {
        struct motion before = movement_at(movement, t - h);
        struct motion now = movement_at(movement, t);
        struct motion after = movement_at(movement, t + h);
        double speed = (after.rolled_mm - before.rolled_mm) / (2.0 * h);
        double acceleration = (after.rolled_mm_s - before.rolled_mm_s) / (2.0 * h);
        assert_true(fabs(speed - now.rolled_mm_s) < 0.05);
        assert_true(fabs(acceleration - now.rolled_mm_s2) < 5.0);
    }
}

static void speeds_and_accelerations_are_derivatives_of_the_positions(void **state)
{
    (void)state;
    check_derivatives(&GO);
    check_derivatives(&ROCK);
    check_derivatives(&AIR);
}

static void a_roll_starts_and_ends_at_rest_at_its_positions(void **state)
{
    (void)state;
    struct motion start = movement_at(&GO, 2.0);
    struct motion end = movement_at(&GO, 3.6);
    assert_true(fabs(start.position_mm - 300.0) < 1e-9 && fabs(end.position_mm - 20.0) < 1e-9);
    assert_true(fabs(start.rolled_mm_s) < 1e-9 && fabs(end.rolled_mm_s) < 1e-9);
    /* 1 % slip over -280 mm. */
    assert_true(fabs(movement_at_end(&GO).rolled_mm - (55.0 - 282.8)) < 1e-9);
    for (double t = 2.0; t < 3.6; t += 0.01)
        assert_true(movement_at(&GO, t + 0.01).position_mm <= movement_at(&GO, t).position_mm);
}

static void rocking_stays_near_its_position_with_less_load(void **state)
{
    (void)state;
    double low = 1e9;
    double high = -1e9;
    for (double t = 1.0; t < 8.3; t += 0.01) {
        struct motion motion = movement_at(&ROCK, t);
        low = fmin(low, motion.position_mm);
        high = fmax(high, motion.position_mm);
    }
    assert_true(low >= 102.0 && low < 103.0 && high <= 138.0 && high > 137.0);
    assert_true(fabs(movement_at(&ROCK, 1.0).load - 1.0) < 1e-9);
    assert_true(fabs(movement_at(&ROCK, 4.0).load - 0.5) < 1e-9);
    assert_true(fabs(movement_at(&ROCK, 8.3).load - 1.0) < 1e-9);
}

static void in_the_air_the_roller_turns_but_stays_on_the_thigh(void **state)
{
    (void)state;
    assert_true(fabs(movement_at(&AIR, 3.0).position_mm - 40.0) < 1e-9);
    assert_true(fabs(movement_at(&AIR, 3.0).rolled_mm - -140.0) < 1e-9);
    assert_true(fabs(movement_at(&AIR, 0.6).rolled_mm - 10.0) < 1e-9);
    assert_true(movement_at(&AIR, 1.5).lifted && !movement_at(&AIR, 0.5).lifted && !movement_at(&AIR, 2.5).lifted);
}

static void accelerations_are_realistic(void **state)
{
    (void)state;
    struct movement movement = {.kind = MOVEMENT_ROLL, .from_mm = 0.0, .to_mm = 60.0, .ramp = 0.3};
    movement.duration_s = movement_roll_duration_s(60.0, 330.0, 0.3);
    double most = 0.0;
    double fastest = 0.0;
    for (double t = 0.0; t < movement.duration_s; t += 0.001) {
        most = fmax(most, fabs(movement_at(&movement, t).rolled_mm_s2));
        fastest = fmax(fastest, fabs(movement_at(&movement, t).rolled_mm_s));
    }
    assert_true(most > 2400.0 && most < 2501.0);
    assert_true(fastest < 330.0);
    /* A long roll is limited by the speed, not by the acceleration. */
    assert_true(fabs(movement_roll_duration_s(350.0, 100.0, 0.3) - 5.0) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speeds_and_accelerations_are_derivatives_of_the_positions),
        cmocka_unit_test(a_roll_starts_and_ends_at_rest_at_its_positions),
        cmocka_unit_test(rocking_stays_near_its_position_with_less_load),
        cmocka_unit_test(in_the_air_the_roller_turns_but_stays_on_the_thigh),
        cmocka_unit_test(accelerations_are_realistic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
