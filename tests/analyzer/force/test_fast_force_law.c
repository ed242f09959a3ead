/* SPDX-License-Identifier: MIT */
/* Counts to newtons. */
#include "analyzer/support/fixture.h"

#include "shared/physics.h"
#include "force/fast_force_law.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define HALF_ROW 2000 /* of the 4200 of 20 strokes */

/* The steepest law that a session may have, and a reading at full scale: a force beyond all bounds, but a
 * number. */
static void a_steep_law_makes_no_infinity(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        fixture_roll(&fixture, ring_only);
        fixture_read(&fixture);
        size_t strips = fixture.rows.header.strip_count;
        for (size_t k = 0; k < strips; k++)
            fixture.rows.header.calibration_p[k] = SESSION_P_MAX;
        fixture.rows.strip[HALF_ROW * strips] = (float)fixture.rows.header.adc_full_scale;
        fixture_estimate(&fixture, 0);
        for (size_t i = 0; i < fixture.series.count; i++)
            assert_true(isfinite(fixture.series.force_n[i]) && !isinf(fixture.position.mm[i]));
        fixture_free(&fixture);
    }
}

#define FULL 4092
#define LAWS 4
#define HALVES (2 * FULL + 5) /* all counts and those between, one below 0 and one beyond full scale */

/* Beside the law as it is written, for slight and steep laws, with a bias resistor and without, and for each
 * count that there is. */
static void all_counts_are_by_the_law(void **state)
{
    (void)state;
    struct session_header header = {.strip_count = LAWS, .adc_full_scale = FULL};
    const double k_n[] = {0.5, 118.2, 4000, 2}, p[] = {SESSION_P_MIN, 1.12, 3, SESSION_P_MAX};
    static float count[LAWS * HALVES], load_n[LAWS * HALVES];
    for (size_t k = 0; k < LAWS; k++) {
        header.calibration_k_n[k] = k_n[k];
        header.calibration_p[k] = p[k];
        for (size_t i = 0; i < HALVES; i++)
            count[LAWS * i + k] = (float)i / 2 - 1;
    }
    for (int biased = 0; biased < 2; biased++) {
        header.bias_conductance = biased ? 0.01 : 0;
        fast_force_law_loads(load_n, count, HALVES, &header);
        for (size_t i = 0; i < LAWS * HALVES; i++) {
            size_t k = i % LAWS;
            double told = fmin((double)count[i], FULL - 0.5);
            double own = physics_remove_bias(told, FULL, header.bias_conductance);
            double should_n =
                fmin(physics_strip_force_n(own, FULL, k_n[k], p[k]), (double)FAST_FORCE_LAW_MAX_N);
            double apart =
                own > 0 ? (p[k] > 3 ? 1e-5 : 5e-6) * should_n * (1 + FULL / own * header.bias_conductance)
                        : 0;
            assert_true(fabs((double)load_n[i] - should_n) <= apart + 1e-25);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_steep_law_makes_no_infinity),
                                       cmocka_unit_test(all_counts_are_by_the_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
