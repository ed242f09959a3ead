/* SPDX-License-Identifier: MIT */
/* What is worked out quickly against what defines it: the low-pass, the angle of a vector, the ring's correction by a table. */
#include "lowpass.h"
#include "ring_shape.h"
#include "turn.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ROWS 2000
#define MANY 40000

static double uniform(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    return (*random >> 8) / 16777216.0;
}

/* Rows 0.1 ms to 100 s apart, so that the filter forgets a little or all. */
static void make_rows(double *time_s, double *value)
{
    unsigned random = 5;
    double t = 0;
    for (size_t i = 0; i < ROWS; i++) {
        t += pow(10, -4 + 6 * uniform(&random));
        time_s[i] = t;
        value[i] = uniform(&random) - 0.5;
    }
}

static void filter_by_exp(double *value, const double *time_s, double tau_s)
{
    double state = value[0];
    for (size_t i = 0; i < ROWS; i++) {
        state += (1 - exp(-(i > 0 ? time_s[i] - time_s[i - 1] : 0) / tau_s)) * (value[i] - state);
        value[i] = state;
    }
    for (size_t i = ROWS - 1; i-- > 0;) {
        state += (1 - exp(-(time_s[i + 1] - time_s[i]) / tau_s)) * (value[i] - state);
        value[i] = state;
    }
}

static void the_gain_is_that_of_the_definition(void **state)
{
    (void)state;
    static double time_s[ROWS], value[ROWS], wanted[ROWS];
    for (double tau_s = 0.001; tau_s < 200; tau_s *= 3) {
        make_rows(time_s, value);
        time_s[0] = time_s[1] - 2 * tau_s; /* so that the start is one row */
        memcpy(wanted, value, sizeof value);
        filter_by_exp(wanted, time_s, tau_s);
        lowpass_both_ways(value, time_s, ROWS, tau_s);
        for (size_t i = 0; i < ROWS; i++)
            assert_true(fabs(value[i] - wanted[i]) < 1e-12);
    }
}

static void a_pair_is_filtered_as_two(void **state)
{
    (void)state;
    static double time_s[ROWS], x[ROWS], y[ROWS], one[ROWS], other[ROWS];
    make_rows(time_s, x);
    for (size_t i = 0; i < ROWS; i++)
        y[i] = x[ROWS - 1 - i] * 3;
    memcpy(one, x, sizeof x);
    memcpy(other, y, sizeof y);
    lowpass_both_ways(one, time_s, ROWS, 0.7);
    lowpass_both_ways(other, time_s, ROWS, 0.7);
    lowpass_pair_both_ways(x, y, time_s, ROWS, 0.7);
    assert_memory_equal(x, one, sizeof x);
    assert_memory_equal(y, other, sizeof y);
}

static void the_angle_is_that_of_atan2(void **state)
{
    (void)state;
    unsigned random = 3;
    for (int i = 0; i < 200000; i++) {
        double length = pow(10, 20 * uniform(&random) - 10), rad = TURN * (uniform(&random) - 0.5);
        double x = i % 9 == 0 ? 0 : length * cos(rad), y = i % 7 == 0 ? 0 : length * sin(rad);
        assert_true(fabs(turn_nearest(turn_of(x, y) - atan2(y, x))) < 1e-9);
    }
    assert_true(turn_of(0, 0) == 0);
}

static void the_table_corrects_as_the_formula_does(void **state)
{
    (void)state;
    static double measured[MANY];
    const struct ring_shape shape = {8, {0.02, -0.01, 0.005, 0.03, 0.01}, {-0.01, 0.02, 0.004, -0.02, 0.01}};
    unsigned random = 9;
    for (size_t i = 0; i < MANY; i++)
        measured[i] = 200 * (uniform(&random) - 0.5);
    measured[0] = 0;
    measured[1] = -1e-13;
    static double corrected[MANY];
    memcpy(corrected, measured, sizeof measured);
    assert_true(ring_shape_correct_rows(&shape, corrected, MANY));
    for (size_t i = 0; i < MANY; i++)
        assert_true(fabs(corrected[i] - ring_shape_correct(&shape, measured[i])) < 2e-5);
    memcpy(corrected, measured, sizeof measured);
    assert_true(ring_shape_correct_rows(&shape, corrected, 100)); /* a few rows: no table */
    for (size_t i = 0; i < 100; i++)
        assert_true(corrected[i] == ring_shape_correct(&shape, measured[i]));
}

/*
 * A wave so steep that the measured angle goes back now and then. It comes to `target`, turns and goes back between two angles
 * of the table, which measure less and more than `target` by next to nothing: the true angle is one of these two.
 */
static void the_table_keeps_to_its_angles_where_the_measured_one_turns(void **state)
{
    (void)state;
    static double corrected[MANY];
    const double step = TURN / 4096, before = 200 * step, behind = before + step, target = before + 33 * step;
    double low = target - 1e-9 - before, high = target + 1e-9 - behind; /* what the wave adds at both */
    double determinant = sin(8 * before) * cos(8 * behind) - cos(8 * before) * sin(8 * behind);
    double sine = (low * cos(8 * behind) - high * cos(8 * before)) / determinant;
    double cosine = (high * sin(8 * before) - low * sin(8 * behind)) / determinant;
    const struct ring_shape shape = {8, {0, 0, 0, sine, 0}, {0, 0, 0, cosine, 0}};
    assert_true(8 * sqrt(sine * sine + cosine * cosine) > 1); /* it does go back */
    for (size_t i = 0; i < MANY; i++)
        corrected[i] = target;
    assert_true(ring_shape_correct_rows(&shape, corrected, MANY));
    assert_true(corrected[0] > before - step / 10 && corrected[0] < behind + step / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gain_is_that_of_the_definition),
        cmocka_unit_test(a_pair_is_filtered_as_two),
        cmocka_unit_test(the_angle_is_that_of_atan2),
        cmocka_unit_test(the_table_corrects_as_the_formula_does),
        cmocka_unit_test(the_table_keeps_to_its_angles_where_the_measured_one_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
