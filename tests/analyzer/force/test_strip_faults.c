/* SPDX-License-Identifier: MIT */
/* Strips that die, stick, read wrong, are swapped or loose: found, named, and stood in for. Each error is
 * printed. */
#include "analyzer/support/fixture.h"
#include "force/ring_model.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

#define HALF_ROW 2000 /* of the 4200 that roll() makes */

/* A person, 20 strokes of 330 mm with a lift-off before and behind. */
static void roll(struct fixture *fixture, bool ring_only)
{
    fixture_init(fixture);
    fixture->sensors.without_imu = ring_only;
    motion_lift(&fixture->motion, 1, 0);
    fixture_strokes(&fixture->motion, 20, 330, 2);
    motion_lift(&fixture->motion, 1, 0);
}

/* Spoil, find, print; the position's error and the force's are held to bounds. */
static void expect(void (*spoil)(size_t, double *), const char *what, size_t strip, enum strip_fault fault,
                   double most_mm, double most_force)
{
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        roll(&fixture, ring_only);
        fixture.sensors.spoil_strips = spoil;
        fixture_find(&fixture);
        print_message("figure: %s, %s: position rms %.2f mm, force %+.1f %%, rms %.1f %%\n", what,
                      ring_only ? "ring alone" : "IMU", fixture_rms_error_mm(&fixture),
                      100 * fixture_force_bias(&fixture), 100 * fixture_force_rms_error(&fixture));
        assert_true(fixture_rms_error_mm(&fixture) < (ring_only ? most_mm : 0.2));
        assert_true(fixture_force_rms_error(&fixture) < most_force);
        for (size_t k = 0; k < MOTION_STRIPS; k++)
            assert_int_equal(fixture.series.faults.strip[k].fault, k == strip ? fault : STRIP_WORKS);
        fixture_free(&fixture);
    }
}

static void nothing(size_t row, double *count)
{
    (void)row;
    (void)count;
}

static void die(size_t row, double *count)
{
    (void)row;
    count[3] = 0;
}

static void die_half_way(size_t row, double *count)
{
    count[2] = row >= HALF_ROW ? 0 : count[2];
}

static void stick_at_the_end(size_t row, double *count)
{
    (void)row;
    count[1] = MOTION_FULL;
}

static void stick_half_way(size_t row, double *count)
{
    count[6] = row >= HALF_ROW ? MOTION_FULL : count[6];
}

static void stick_low(size_t row, double *count)
{
    count[5] = 0.08 * MOTION_FULL + (double)(row % 3);
}

/* A reading whose conductance is `factor` times what it was. */
static double conduct(double count, double factor)
{
    double ratio = factor * count / (MOTION_FULL - count);
    return MOTION_FULL * ratio / (1 + ratio);
}

static void lose_half_way(size_t row, double *count)
{
    count[4] = row >= HALF_ROW ? conduct(count[4], 0.3) : count[4];
}

static void read_too_much(size_t row, double *count)
{
    (void)row;
    count[5] = conduct(count[5], 3);
}

static void swap_two(size_t row, double *count)
{
    (void)row;
    double kept = count[2];
    count[2] = count[3];
    count[3] = kept;
}

static void lose_contact(size_t row, double *count)
{
    if (row / 37 % 5 == 0)
        count[4] = 0;
}

static void read_alike(size_t row, double *count)
{
    double sum = 0;
    (void)row;
    for (int k = 0; k < MOTION_STRIPS; k++)
        sum += count[k] / (MOTION_FULL - count[k]) / MOTION_STRIPS;
    for (int k = 0; k < MOTION_STRIPS; k++)
        count[k] = MOTION_FULL * sum / (1 + sum);
}

static void strips_that_work_are_left_alone(void **state)
{
    (void)state;
    expect(nothing, "all strips work", MOTION_STRIPS, STRIP_WORKS, 1.0, 0.01);
}

static void a_dead_strip_is_stood_in_for(void **state)
{
    (void)state;
    expect(die, "a dead strip", 3, STRIP_DEAD, 1.5, 0.04);
    expect(die_half_way, "a strip dies half-way", 2, STRIP_DEAD, 1.5, 0.04);
}

static void a_stuck_strip_is_left_out(void **state)
{
    (void)state;
    expect(stick_at_the_end, "a strip stuck at full scale", 1, STRIP_STUCK, 1.5, 0.04);
    expect(stick_half_way, "a strip sticks at full scale half-way", 6, STRIP_STUCK, 1.5, 0.04);
    expect(stick_low, "a strip stuck at 8 % of full scale", 5, STRIP_STUCK, 1.5, 0.04);
}

static void a_fault_has_its_time(void **state)
{
    (void)state;
    void (*const spoil[])(size_t, double *) = {die_half_way, stick_half_way, lose_half_way};
    static const size_t strip[] = {2, 6, 4};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        roll(&fixture, true);
        fixture.sensors.spoil_strips = spoil[i];
        fixture_find(&fixture);
        const struct strip_state *found = &fixture.series.faults.strip[strip[i]];
        print_message("figure: a fault from row %d on is told from row %zu on\n", HALF_ROW, found->first);
        assert_true(found->first + 100 > HALF_ROW && found->first < HALF_ROW + 100);
        assert_int_equal(found->end, fixture.rows.count);
        fixture_free(&fixture);
    }
}

static void a_wrong_strip_is_put_right_or_left_out(void **state)
{
    (void)state;
    expect(lose_half_way, "a strip reads a third from half-way on", 4, STRIP_WRONG, 1.5, 0.04);
    expect(read_too_much, "a strip reads 3 times too much", MOTION_STRIPS, STRIP_WORKS, 1.5, 0.04);
    struct fixture fixture;
    roll(&fixture, true);
    fixture.sensors.spoil_strips = read_too_much;
    fixture_find(&fixture);
    for (size_t k = 0; k < MOTION_STRIPS; k++)
        assert_true(fabs(fixture.series.faults.strip[k].gain / (k == 5 ? 3 : 1) - 1) < 0.05);
    fixture_free(&fixture);
}

static void a_loose_strip_is_stood_in_for_while_it_is(void **state)
{
    (void)state;
    expect(lose_contact, "a strip without contact in a fifth of the time", 4, STRIP_LOOSE, 1.5, 0.04);
}

static void swapped_strips_are_taken_where_they_are(void **state)
{
    (void)state;
    expect(swap_two, "two strips swapped", MOTION_STRIPS, STRIP_WORKS, 1.5, 0.04);
    struct fixture fixture;
    roll(&fixture, false);
    fixture.sensors.spoil_strips = swap_two;
    fixture_find(&fixture);
    for (int k = 0; k < MOTION_STRIPS; k++)
        assert_int_equal(fixture.series.faults.strip[k].swapped_with, k == 2 ? 3 : k == 3 ? 2 : -1);
    fixture_free(&fixture);
}

static void a_ring_that_tells_nothing_is_not_asked(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, true);
    fixture.sensors.spoil_strips = read_alike;
    fixture_find(&fixture);
    assert_false(fixture.series.ring_angle_valid || fixture.position.known);
    assert_true(isnan(fixture.position.mm[2000]) && fixture.series.loaded[2000]);
    assert_true(fixture_force_rms_error(&fixture) < 0.02);
    fixture_free(&fixture);
}

static int silent_for_3_s(size_t row)
{
    return row >= 1500 && row < 1800;
}

static void a_ring_that_tells_nothing_does_not_mislead(void **state)
{
    (void)state;
    struct fixture fixture;
    roll(&fixture, false);
    fixture.sensors.spoil_strips = read_alike;
    fixture.sensors.imu_drops_out = silent_for_3_s;
    fixture_find(&fixture);
    double worst = 0;
    for (size_t i = 200; i < 4100; i++) {
        if (!silent_for_3_s(i))
            worst = fmax(worst, fabs(fixture.position.mm[i] - fixture.motion.position_mm[i]));
        else
            assert_true(isnan(fixture.position.mm[i]) && !fixture.position.contact[i]);
    }
    print_message("figure: IMU silent for 3 s and strips all alike, worst error elsewhere %.2f mm\n", worst);
    assert_true(worst < 1);
    assert_true(fabs(fixture.position.unknown_s - 3) < 0.05 && !fixture.position.fused);
    fixture_free(&fixture);
}

/* A bias resistor across each strip adds 0.01 to its conductance. */
static void bias(size_t row, double *count)
{
    (void)row;
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double ratio = count[k] / (MOTION_FULL - count[k]) + 0.01;
        count[k] = MOTION_FULL * ratio / (1 + ratio);
    }
}

static void bias_resistors_are_taken_off(void **state)
{
    (void)state;
    for (int told = 0; told < 2; told++) {
        struct fixture fixture;
        roll(&fixture, false);
        fixture.sensors.spoil_strips = bias;
        fixture_read(&fixture);
        fixture.rows.header.bias_conductance = told ? 0.01 : 0;
        fixture_estimate(&fixture, 0);
        double force_n = fixture.series.force_n[2000] - fixture.motion.force_n[2000],
               weight_n = fixture.series.weight_n;
        print_message("figure: bias resistors %s: force off by %+.2f N, the roller seems to weigh %.2f N\n",
                      told ? "told" : "not told", force_n, weight_n);
        assert_true(fabs(force_n) < 0.1 && (told ? weight_n < 0.1 : fabs(weight_n - 8) < 0.1));
        fixture_free(&fixture);
    }
}

static void four_strips_at_right_angles_have_a_mirror_image(void **state)
{
    (void)state;
    struct ring_model ring;
    ring_model_init(&ring, (const double[]){0, 90, 180, 270}, 4);
    assert_true(ring.mirrored);
    ring_model_init(&ring, (const double[]){0, 72, 144, 216, 288}, 5);
    assert_false(ring.mirrored);
    ring_model_init(&ring, (const double[]){315, 0, 45, 180, 90, 135, 225, 270}, 8);
    assert_false(ring.mirrored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_that_work_are_left_alone),
        cmocka_unit_test(a_dead_strip_is_stood_in_for),
        cmocka_unit_test(a_stuck_strip_is_left_out),
        cmocka_unit_test(a_fault_has_its_time),
        cmocka_unit_test(a_wrong_strip_is_put_right_or_left_out),
        cmocka_unit_test(a_loose_strip_is_stood_in_for_while_it_is),
        cmocka_unit_test(swapped_strips_are_taken_where_they_are),
        cmocka_unit_test(a_ring_that_tells_nothing_is_not_asked),
        cmocka_unit_test(a_ring_that_tells_nothing_does_not_mislead),
        cmocka_unit_test(bias_resistors_are_taken_off),
        cmocka_unit_test(four_strips_at_right_angles_have_a_mirror_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
