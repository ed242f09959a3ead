/* SPDX-License-Identifier: MIT */
/* The rolling radius from passes over a measured length, and the detection of a settled reading. */

#include "calibrate/rolling_fit.h"
#include "calibrate/settling.h"
#include "support/cmocka_includes.h"

#include <math.h>

static void the_bias_of_an_accelerometer_is_found(void **state)
{
    (void)state;
    double worst_deg = 0;
    for (int from_deg = 0; from_deg < 360; from_deg += 15) {
        struct rolling_circle circle = {0};
        for (int i = 0; i <= 230; i++) {
            double angle_rad = (from_deg + i) * M_PI / 180;
            rolling_circle_add(&circle, 400 + 8192 * cos(angle_rad) + i * 7919 % 80 - 40,
                               -350 + 8192 * sin(angle_rad) + i * 104729 % 80 - 40);
        }
        double x, y;
        assert_true(rolling_circle_center(&circle, &x, &y));
        double error_deg = hypot(x - 400, y + 350) / 8192 * 180 / M_PI;
        worst_deg = fmax(worst_deg, error_deg);
    }
    printf("figure: a bias of 65 mg, 230 degrees seen: directions right within %.2f degrees (uncorrected 3.7)\n",
           worst_deg);
    assert_true(worst_deg < 0.2);
    struct rolling_circle short_arc = {0};
    for (int i = 0; i < 60; i++)
        rolling_circle_add(&short_arc, 8192 * cos(i * M_PI / 180), 8192 * sin(i * M_PI / 180));
    double x, y;
    assert_false(rolling_circle_center(&short_arc, &x, &y));
}

static void up_is_found_between_strips(void **state)
{
    (void)state;
    static const double angle_deg[8] = {0, 45, 90, 135, 180, 225, 270, 315};
    double force_n[8] = {0, 100, 0, 0, 0, 110, 0, 0};
    assert_true(fabs(rolling_ring_up_rad(force_n, angle_deg, 8) - M_PI / 4) < 1e-12);
    double between_n[8] = {0, 100, 100, 0, 0, 110, 110, 0};
    assert_true(fabs(rolling_ring_up_rad(between_n, angle_deg, 8) - 1.5 * M_PI / 4) < 1e-12);
    assert_true(fabs(rolling_unwrap_rad(0.1, 6.0, M_PI) - (0.1 + 2 * M_PI)) < 1e-12);
    assert_true(fabs(rolling_unwrap_rad(3.0, -3.2, 2 * M_PI) - (3.0 - 2 * M_PI)) < 1e-12);
}

static void the_radius_is_computed_without_an_outlier(void **state)
{
    (void)state;
    struct rolling_pass passes[] = {{.angle_rad = 300 / 72.3},
                                    {.angle_rad = -300 / 72.6},
                                    {.angle_rad = 300 / 72.4},
                                    {.angle_rad = -300 / 72.6},
                                    {.angle_rad = 300 / 78.0}};
    struct rolling_fit fit;
    assert_true(rolling_fit_passes(passes, 5, 300, &fit));
    assert_true(fabs(fit.radius_mm - 72.5) < 1e-9); /* 72.475 rounded */
    assert_true(fabs(fit.spread_mm - 0.3) < 1e-9);
    assert_int_equal(fit.used_count, 4);
    assert_true(passes[4].outlier && !passes[0].outlier);
    assert_false(rolling_fit_passes(passes, 0, 300, &fit));
    struct rolling_pass without_rotation = {.angle_rad = 0};
    assert_false(rolling_fit_passes(&without_rotation, 1, 300, &fit));
}

/* Half of the passes are far below the median and half far above, so that no pass is near it. */
static void passes_that_never_agree_end(void **state)
{
    (void)state;
    struct rolling_pass passes[ROLLING_PASSES_MAX];
    struct rolling_fit fit = {0};
    size_t count = 0;
    do {
        assert_in_range(count, 0, ROLLING_PASSES_MAX - 1);
        double radius_mm = count % 2 ? 50 - 2 * (double)count : 80 + 3 * (double)count;
        passes[count++].angle_rad = 300 / radius_mm;
        assert_true(rolling_fit_passes(passes, count, 300, &fit) == (fit.used_count > 0));
    } while (rolling_fit_needs_more(&fit, count));
    assert_int_equal(count, ROLLING_PASSES_MAX);
    assert_int_equal(fit.used_count, 0);
    assert_true(rolling_fit_needs_more(&(struct rolling_fit){.used_count = 5}, 5));
    assert_false(rolling_fit_needs_more(&(struct rolling_fit){.used_count = 5}, 6));
    assert_true(rolling_fit_needs_more(&(struct rolling_fit){.used_count = 4}, 6));
}

/* Feed readings at 100 Hz until they have settled: half of `level` until moved_s, then `level`, which grows by the
 * fraction `creep` per decade. Returns the time at which settling is done. */
static double settling_time_s(double moved_s, double level, double creep, struct settling *settling)
{
    settling_begin(settling, 0, &(struct settling_plan){3, 1, 6138, 5000000, 3000000});
    for (int64_t us = 0; us < 60000000; us += 10000) {
        double since_s = (double)us / 1e6 - moved_s;
        double value = since_s < 0 ? level / 2 : level * (1 + creep * log10(1 + since_s));
        double row[3] = {5, value + (double)(us / 10000 % 5) - 2, 7};
        if (settling_add(settling, us, row) == SETTLING_DONE)
            return (double)us / 1e6;
    }
    return INFINITY;
}

static void settling_is_timed_from_the_last_movement(void **state)
{
    (void)state;
    struct settling settling;
    double unmoved_s = settling_time_s(-100, 2000, 0, &settling);
    assert_true(fabs(unmoved_s - 8) < 0.02);
    assert_true(fabs(settling.mean[1] - 2000) < 0.1 && settling.mean[0] == 5 && settling.mean[2] == 7);
    assert_true(fabs(settling.noise - sqrt(2)) < 0.05);
    for (double moved_s = 0.7; moved_s < 7.5; moved_s += 0.37) {
        double end_s = settling_time_s(moved_s, 2000, 0, &settling);
        assert_true(end_s - moved_s >= 8 && end_s - moved_s < 9.1);
        assert_true(fabs(settling.mean[1] - 2000) < 0.1);
    }
}

static void creep_counts_as_rest_and_a_slow_movement_does_not(void **state)
{
    (void)state;
    struct settling settling;
    assert_true(settling_time_s(0.7, 1500, 0.05, &settling) < 10);
    settling_begin(&settling, 0, &(struct settling_plan){1, 0, 6138, 5000000, 3000000});
    for (int64_t us = 0; us < 20000000; us += 10000) {
        double rising = 1000 * exp(0.1 * (double)us / 1e6); /* 5 % per half second, more than creep */
        assert_int_not_equal(settling_add(&settling, us, &rising), SETTLING_DONE);
    }
    assert_int_equal(settling.state, SETTLING_MOVING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bias_of_an_accelerometer_is_found),
        cmocka_unit_test(up_is_found_between_strips),
        cmocka_unit_test(the_radius_is_computed_without_an_outlier),
        cmocka_unit_test(passes_that_never_agree_end),
        cmocka_unit_test(settling_is_timed_from_the_last_movement),
        cmocka_unit_test(creep_counts_as_rest_and_a_slow_movement_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
