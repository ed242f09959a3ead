/* SPDX-License-Identifier: MIT */
/* Counts to newtons. */
#include "bench.h"

#include "roller.h"
#include "strip_law.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define HALF_ROW 2000 /* of the 4200 of 20 strokes */

/* The steepest law that a session may have, and a reading at full scale: a force beyond all bounds, but a number. */
static void a_steep_law_makes_no_infinity(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct bench bench;
        bench_roll(&bench, ring_only);
        bench_read(&bench);
        size_t strips = bench.rows.header.strip_count;
        for (size_t k = 0; k < strips; k++)
            bench.rows.header.calibration_p[k] = SESSION_P_MOST;
        bench.rows.strip[HALF_ROW * strips] = (float)bench.rows.header.adc_full_scale;
        bench_estimate(&bench, 0);
        for (size_t i = 0; i < bench.series.count; i++)
            assert_true(isfinite(bench.series.force_n[i]) && !isinf(bench.position.mm[i]));
        bench_free(&bench);
    }
}

/* The table of all counts beside the law as it is written, for slight and steep laws, with a bias resistor and without. */
static void the_table_is_the_law(void **state)
{
    (void)state;
    struct session_header header = {.strip_count = 3, .adc_full_scale = 4092};
    const double k_n[] = {0.5, 118.2, 4000}, p[] = {SESSION_P_LEAST, 1.12, 3};
    for (size_t k = 0; k < 3; k++) {
        header.calibration_k_n[k] = k_n[k];
        header.calibration_p[k] = p[k];
    }
    for (int biased = 0; biased < 2; biased++) {
        struct strip_law law;
        header.bias_conductance = biased ? 0.01 : 0;
        assert_true(strip_law_make(&law, &header));
        for (size_t k = 0; k < 3; k++) {
            for (int count = 0; count <= 4092; count++) {
                double own = roller_count_without_bias(count, header.adc_full_scale, header.bias_conductance);
                double should_n = fmin(roller_strip_force_n(own, header.adc_full_scale, k_n[k], p[k]), (double)STRIP_LAW_MOST_N);
                double load_n = (double)strip_law_load(&law, k, (float)count);
                assert_true(fabs(load_n - should_n) <= 2e-6 * should_n);
                assert_true(fabs((double)strip_law_work_out(&law, k, (float)count) - should_n) <= 1e-6 * should_n);
            }
        }
        strip_law_free(&law);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_steep_law_makes_no_infinity), cmocka_unit_test(the_table_is_the_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
