/* SPDX-License-Identifier: MIT */
/* Strips that die, stick, read wrong, are swapped or are loose are found, and their loads estimated. The errors of each
 * case are printed. */
#include "analyzer/support/fixture.h"
#include "force/ring_model.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

#define MIDDLE_ROW 2000 /* make_strokes() makes 4200 rows */

/* Make 20 strokes of 330 mm between two lifts. */
static void make_strokes(struct fixture *fixture, bool ring_only)
{
    fixture_init(fixture);
    fixture->sensors.without_imu = ring_only;
    motion_lift(&fixture->motion, 1, 0);
    fixture_strokes(&fixture->motion, 20, 330, 2);
    motion_lift(&fixture->motion, 1, 0);
}

/* Expect only strip `strip` to have a fault, namely `fault`, and position and force to have rms errors below max_mm and
 * max_force (a fraction). MOTION_STRIPS = no strip has a fault. */
static void expect_fault(void (*spoil)(size_t, double *), const char *description, size_t strip, enum strip_fault fault,
                         double max_mm, double max_force)
{
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        make_strokes(&fixture, ring_only);
        fixture.sensors.spoil_strips = spoil;
        fixture_find(&fixture);
        print_message("figure: %s, %s: position rms %.2f mm, force %+.1f %%, rms %.1f %%\n", description,
                      ring_only ? "ring alone" : "IMU", fixture_rms_error_mm(&fixture),
                      100 * fixture_force_bias(&fixture), 100 * fixture_force_rms_error(&fixture));
        assert_true(fixture_rms_error_mm(&fixture) < (ring_only ? max_mm : 0.2));
        assert_true(fixture_force_rms_error(&fixture) < max_force);
        for (size_t k = 0; k < MOTION_STRIPS; k++)
            assert_int_equal(fixture.series.faults.strip[k].fault, k == strip ? fault : STRIP_WORKS);
        fixture_free(&fixture);
    }
}

static void spoil_nothing(size_t row, double *count)
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
    count[2] = row >= MIDDLE_ROW ? 0 : count[2];
}

static void stick_at_the_end(size_t row, double *count)
{
    (void)row;
    count[1] = MOTION_FULL;
}

static void stick_half_way(size_t row, double *count)
{
    count[6] = row >= MIDDLE_ROW ? MOTION_FULL : count[6];
}

static void stick_low(size_t row, double *count)
{
    count[5] = 0.08 * MOTION_FULL + (double)(row % 3);
}

/* Return the reading of a strip whose conductance is multiplied by `factor`. */
static double scale_conductance(double count, double factor)
{
    double ratio = factor * count / (MOTION_FULL - count);
    return MOTION_FULL * ratio / (1 + ratio);
}

static void weaken_half_way(size_t row, double *count)
{
    count[4] = row >= MIDDLE_ROW ? scale_conductance(count[4], 0.3) : count[4];
}

static void read_too_much(size_t row, double *count)
{
    (void)row;
    count[5] = scale_conductance(count[5], 3);
}

static void swap_two(size_t row, double *count)
{
    (void)row;
    double saved = count[2];
    count[2] = count[3];
    count[3] = saved;
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

static void working_strips_have_no_fault(void **state)
{
    (void)state;
    expect_fault(spoil_nothing, "all strips work", MOTION_STRIPS, STRIP_WORKS, 1.0, 0.01);
}

static void a_dead_strip_is_estimated(void **state)
{
    (void)state;
    expect_fault(die, "a dead strip", 3, STRIP_DEAD, 1.5, 0.04);
    expect_fault(die_half_way, "a strip dies half-way", 2, STRIP_DEAD, 1.5, 0.04);
}

static void a_stuck_strip_is_left_out(void **state)
{
    (void)state;
    expect_fault(stick_at_the_end, "a strip stuck at full scale", 1, STRIP_STUCK, 1.5, 0.04);
    expect_fault(stick_half_way, "a strip sticks at full scale half-way", 6, STRIP_STUCK, 1.5, 0.04);
    expect_fault(stick_low, "a strip stuck at 8 % of full scale", 5, STRIP_STUCK, 1.5, 0.04);
}

static void a_fault_is_found_where_it_begins(void **state)
{
    (void)state;
    void (*const spoil[])(size_t, double *) = {die_half_way, stick_half_way, weaken_half_way};
    static const size_t strip[] = {2, 6, 4};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        make_strokes(&fixture, true);
        fixture.sensors.spoil_strips = spoil[i];
        fixture_find(&fixture);
        const struct strip_condition *found = &fixture.series.faults.strip[strip[i]];
        print_message("figure: a fault from row %d on is found from row %zu on\n", MIDDLE_ROW, found->first);
        assert_true(found->first + 100 > MIDDLE_ROW && found->first < MIDDLE_ROW + 100);
        assert_int_equal(found->end, fixture.rows.count);
        fixture_free(&fixture);
    }
}

static void a_wrong_strip_is_corrected_or_left_out(void **state)
{
    (void)state;
    expect_fault(weaken_half_way, "a strip reads a third from half-way on", 4, STRIP_WRONG, 1.5, 0.04);
    expect_fault(read_too_much, "a strip reads 3 times too much", MOTION_STRIPS, STRIP_WORKS, 1.5, 0.04);
    struct fixture fixture;
    make_strokes(&fixture, true);
    fixture.sensors.spoil_strips = read_too_much;
    fixture_find(&fixture);
    for (size_t k = 0; k < MOTION_STRIPS; k++)
        assert_true(fabs(fixture.series.faults.strip[k].gain / (k == 5 ? 3 : 1) - 1) < 0.05);
    fixture_free(&fixture);
}

static void a_loose_strip_is_estimated_while_it_has_no_contact(void **state)
{
    (void)state;
    expect_fault(lose_contact, "a strip without contact for a fifth of the time", 4, STRIP_LOOSE, 1.5, 0.04);
}

static void swapped_strips_exchange_their_angles(void **state)
{
    (void)state;
    expect_fault(swap_two, "two strips swapped", MOTION_STRIPS, STRIP_WORKS, 1.5, 0.04);
    struct fixture fixture;
    make_strokes(&fixture, false);
    fixture.sensors.spoil_strips = swap_two;
    fixture_find(&fixture);
    for (int k = 0; k < MOTION_STRIPS; k++)
        assert_int_equal(fixture.series.faults.strip[k].swapped_with, k == 2 ? 3 : k == 3 ? 2 : -1);
    fixture_free(&fixture);
}

static void a_ring_without_direction_is_not_used(void **state)
{
    (void)state;
    struct fixture fixture;
    make_strokes(&fixture, true);
    fixture.sensors.spoil_strips = read_alike;
    fixture_find(&fixture);
    assert_false(fixture.series.ring_angle_valid || fixture.position.known);
    assert_true(isnan(fixture.position.mm[2000]) && fixture.series.contact[2000]);
    assert_true(fixture_force_rms_error(&fixture) < 0.02);
    fixture_free(&fixture);
}

static int drops_out_for_3_s(size_t row)
{
    return row >= 1500 && row < 1800;
}

static void a_ring_without_direction_does_not_fill_dropouts(void **state)
{
    (void)state;
    struct fixture fixture;
    make_strokes(&fixture, false);
    fixture.sensors.spoil_strips = read_alike;
    fixture.sensors.imu_drops_out = drops_out_for_3_s;
    fixture_find(&fixture);
    double worst = 0;
    for (size_t i = 200; i < 4100; i++)
        if (!drops_out_for_3_s(i))
            worst = fmax(worst, fabs(fixture.position.mm[i] - fixture.motion.position_mm[i]));
        else
            assert_true(isnan(fixture.position.mm[i]) && !fixture.position.contact[i]);
    print_message("figure: IMU dropout of 3 s with equal strips, worst error elsewhere %.2f mm\n", worst);
    assert_true(worst < 1);
    assert_true(fabs(fixture.position.unknown_s - 3) < 0.05 && !fixture.rotation.fused);
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

static void bias_resistors_are_corrected(void **state)
{
    (void)state;
    for (int is_known = 0; is_known < 2; is_known++) {
        struct fixture fixture;
        make_strokes(&fixture, false);
        fixture.sensors.spoil_strips = bias;
        fixture_read(&fixture);
        fixture.rows.header.bias_conductance = is_known ? 0.01 : 0;
        fixture_estimate(&fixture, 0);
        double force_n = fixture.series.force_n[2000] - fixture.motion.force_n[2000],
               weight_n = fixture.series.weight_n;
        print_message("figure: bias resistors %s: force error %+.2f N, weight of the roller %.2f N\n",
                      is_known ? "known" : "unknown", force_n, weight_n);
        assert_true(fabs(force_n) < 0.1 && (is_known ? weight_n < 0.1 : fabs(weight_n - 8) < 0.1));
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
        cmocka_unit_test(working_strips_have_no_fault),
        cmocka_unit_test(a_dead_strip_is_estimated),
        cmocka_unit_test(a_stuck_strip_is_left_out),
        cmocka_unit_test(a_fault_is_found_where_it_begins),
        cmocka_unit_test(a_wrong_strip_is_corrected_or_left_out),
        cmocka_unit_test(a_loose_strip_is_estimated_while_it_has_no_contact),
        cmocka_unit_test(swapped_strips_exchange_their_angles),
        cmocka_unit_test(a_ring_without_direction_is_not_used),
        cmocka_unit_test(a_ring_without_direction_does_not_fill_dropouts),
        cmocka_unit_test(bias_resistors_are_corrected),
        cmocka_unit_test(four_strips_at_right_angles_have_a_mirror_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
