/* SPDX-License-Identifier: MIT */
/* The low-pass, compared with a simple implementation of its definition. */
#include "numeric/lowpass.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define ROWS 2000

/* Return a pseudo-random number in [0, 1). */
static double uniform(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    return (*random >> 8) / 16777216.0;
}

/* Make rows 0.1 ms to 100 s apart, so that the filter forgets a little or everything between two rows. */
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

/* Filter forwards, then backwards, by state += (1 - exp(-dt / tau)) (value - state). */
static void filter_by_definition(double *value, const double *time_s, double tau_s)
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

static void the_result_follows_the_definition(void **state)
{
    (void)state;
    static double time_s[ROWS], value[ROWS], expected[ROWS];
    for (double tau_s = 0.001; tau_s < 200; tau_s *= 3) {
        make_rows(time_s, value);
        time_s[0] = time_s[1] - 2 * tau_s; /* so that the start depends on one row */
        memcpy(expected, value, sizeof value);
        filter_by_definition(expected, time_s, tau_s);
        lowpass_zero_phase(value, time_s, ROWS, tau_s);
        for (size_t i = 0; i < ROWS; i++)
            assert_true(fabs(value[i] - expected[i]) < 1e-12);
    }
}

static void a_pair_is_filtered_like_two_arrays(void **state)
{
    (void)state;
    static double time_s[ROWS], x[ROWS], y[ROWS], expected_x[ROWS], expected_y[ROWS];
    make_rows(time_s, x);
    for (size_t i = 0; i < ROWS; i++)
        y[i] = x[ROWS - 1 - i] * 3;
    memcpy(expected_x, x, sizeof x);
    memcpy(expected_y, y, sizeof y);
    lowpass_zero_phase(expected_x, time_s, ROWS, 0.7);
    lowpass_zero_phase(expected_y, time_s, ROWS, 0.7);
    lowpass_zero_phase_pair(x, y, time_s, ROWS, 0.7);
    assert_memory_equal(x, expected_x, sizeof x);
    assert_memory_equal(y, expected_y, sizeof y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_result_follows_the_definition),
        cmocka_unit_test(a_pair_is_filtered_like_two_arrays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
