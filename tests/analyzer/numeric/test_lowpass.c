/* SPDX-License-Identifier: MIT */
/* What is worked out quickly against what defines it: the low-pass, the angle of a vector. */
#include "numeric/lowpass.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define ROWS 2000

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
        lowpass_zero_phase(value, time_s, ROWS, tau_s);
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
    lowpass_zero_phase(one, time_s, ROWS, 0.7);
    lowpass_zero_phase(other, time_s, ROWS, 0.7);
    lowpass_zero_phase_pair(x, y, time_s, ROWS, 0.7);
    assert_memory_equal(x, one, sizeof x);
    assert_memory_equal(y, other, sizeof y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gain_is_that_of_the_definition),
        cmocka_unit_test(a_pair_is_filtered_as_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
