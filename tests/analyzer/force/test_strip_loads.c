/* SPDX-License-Identifier: MIT */
/* The conversion of counts to newtons. */
#include "analyzer/support/fixture.h"

#include "shared/physics.h"
#include "force/strip_loads.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define MIDDLE_ROW 2000 /* 20 strokes have 4200 rows */

/* With the steepest law that a session may have, a reading at full scale gives a huge but finite force. */
static void a_steep_law_stays_finite(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        fixture_roll(&fixture, ring_only);
        fixture_read(&fixture);
        size_t strip_count = fixture.rows.header.strip_count;
        for (size_t k = 0; k < strip_count; k++)
            fixture.rows.header.calibration_p[k] = SESSION_P_MAX;
        fixture.rows.strip[MIDDLE_ROW * strip_count] = (float)fixture.rows.header.adc_full_scale;
        fixture_estimate(&fixture, 0);
        for (size_t i = 0; i < fixture.series.count; i++)
            assert_true(isfinite(fixture.series.force_n[i]) && !isinf(fixture.position.mm[i]));
        fixture_free(&fixture);
    }
}

#define FULL 4092
#define LAWS 4
#define COUNTS (2 * FULL + 5) /* all half counts from -1 to FULL + 1 */

/* Compare with physics.h, for each possible reading: flat and steep laws, with and without a bias resistor. */
static void all_counts_follow_the_law(void **state)
{
    (void)state;
    struct session_header header = {.strip_count = LAWS, .adc_full_scale = FULL};
    const double k_n[] = {0.5, 118.2, 4000, 2}, p[] = {SESSION_P_MIN, 1.12, 3, SESSION_P_MAX};
    static float reading[LAWS * COUNTS], load_n[LAWS * COUNTS];
    for (size_t k = 0; k < LAWS; k++) {
        header.calibration_k_n[k] = k_n[k];
        header.calibration_p[k] = p[k];
        for (size_t i = 0; i < COUNTS; i++)
            reading[LAWS * i + k] = (float)i / 2 - 1;
    }
    for (int biased = 0; biased < 2; biased++) {
        header.bias_conductance = biased ? 0.01 : 0;
        strip_loads_compute(load_n, reading, COUNTS, &header);
        for (size_t i = 0; i < LAWS * COUNTS; i++) {
            size_t k = i % LAWS;
            double limited = fmin((double)reading[i], FULL - 0.5);
            double unbiased = physics_remove_bias(limited, FULL, header.bias_conductance);
            double expected_n = fmin(physics_strip_load_n(unbiased, FULL, k_n[k], p[k]), (double)STRIP_LOAD_MAX_N);
            double tolerance_n =
                unbiased > 0 ? (p[k] > 3 ? 1e-5 : 5e-6) * expected_n * (1 + FULL / unbiased * header.bias_conductance)
                             : 0;
            assert_true(fabs((double)load_n[i] - expected_n) <= tolerance_n + 1e-25);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_steep_law_stays_finite),
                                       cmocka_unit_test(all_counts_follow_the_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
