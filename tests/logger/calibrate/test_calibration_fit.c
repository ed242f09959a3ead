/* SPDX-License-Identifier: MIT */
/* Fitting the force law of a strip to known loads. */

#include "calibrate/calibration_fit.h"
#include "support/cmocka_includes.h"

#include <math.h>

static const double LOADS_N[] = {20, 50, 100, 150, 200, 250, 300};
#define LOADS (sizeof LOADS_N / sizeof LOADS_N[0])

/* Return a pseudo-random number from -1 to 1. */
static double random_error(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return (double)(*state >> 8 & 0xFFFF) / 32767.5 - 1;
}

/* Make points of a strip with this force law. The force that it reads is off by up to the fraction `error`. */
static void make_points(struct calibration_point *points, double k_n, double p, double error, unsigned *state)
{
    for (size_t i = 0; i < LOADS; i++) {
        double measured_n = LOADS_N[i] * (1 + error * random_error(state));
        points[i] = (struct calibration_point){.load_n = LOADS_N[i], .ratio = pow(measured_n / k_n, 1 / p)};
    }
}

static void the_law_of_exact_points_is_found(void **state)
{
    (void)state;
    unsigned random = 1;
    static const double laws[][2] = {{112.9, 0.965}, {100, 1}, {0.7, 2.5}, {3000, 0.4}};
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++) {
        struct calibration_point points[LOADS];
        struct calibration_fit fit;
        make_points(points, laws[i][0], laws[i][1], 0, &random);
        assert_true(calibration_fit_strip(points, LOADS, &fit));
        assert_true(fabs(fit.k_n - laws[i][0]) < 0.05001 && fabs(fit.p - laws[i][1]) < 0.0005001);
        assert_int_equal(fit.used_count, LOADS);
        assert_int_equal(fit.outlier_count, 0);
        assert_true(fabs(fit.span - 15) < 1e-9);
    }
}

/* docs/BUILD.md calculates this example by the same formula in awk. */
static void the_example_of_the_build_guide_agrees(void **state)
{
    (void)state;
    static const double readings[] = {914, 1722, 2958, 3537, 3906, 4261, 4523};
    struct calibration_point points[LOADS];
    struct calibration_fit fit;
    for (size_t i = 0; i < LOADS; i++)
        points[i] =
            (struct calibration_point){.load_n = LOADS_N[i], .ratio = calibration_fit_ratio(readings[i], 0, 6138)};
    assert_true(calibration_fit_strip(points, LOADS, &fit));
    assert_true(fabs(fit.k_n - 112.9) < 0.01 && fabs(fit.p - 0.965) < 1e-9);
    assert_null(calibration_fit_reject_reason(&fit));
}

static void errors_of_loads_are_reported_and_averaged(void **state)
{
    (void)state;
    unsigned random = 7;
    double worst_error = 0, percent_sum = 0;
    unsigned strips = 300, false_alarms = 0;
    for (unsigned i = 0; i < strips; i++) {
        struct calibration_point points[LOADS];
        struct calibration_fit fit;
        make_points(points, 80 + 40 * (double)i / strips, 0.95 + 0.15 * (double)i / strips, 0.05, &random);
        assert_true(calibration_fit_strip(points, LOADS, &fit));
        assert_true(fit.error_percent > 0.3 && fit.error_percent < 9);
        false_alarms += fit.outlier_count;
        double k_n = 80 + 40 * (double)i / strips, p = 0.95 + 0.15 * (double)i / strips;
        double error = fabs(fit.k_n * pow(1.0, fit.p) / (k_n * pow(1.0, p)) - 1);
        worst_error = fmax(worst_error, error);
        percent_sum += fit.error_percent;
    }
    printf("figure: 300 strips, loads wrong by up to 5 %%: force at half scale wrong by %.1f %% at most, fit "
           "error reported "
           "%.1f %% in the mean, %u of 2100 points asked again\n",
           worst_error * 100, percent_sum / strips, false_alarms);
    assert_true(worst_error < 0.05);
    assert_true(false_alarms < 42);
}

/* One or two mistyped loads are found, and do not change the force law. */
static void wrong_loads_are_found(void **state)
{
    (void)state;
    unsigned random = 3, missed = 0, tries = 0;
    for (size_t first = 0; first < LOADS; first++) {
        for (size_t second = 0; second < LOADS; second++) {
            struct calibration_point points[LOADS];
            struct calibration_fit fit;
            make_points(points, 110, 1.02, 0.02, &random);
            points[first].load_n *= 1.4;
            if (second != first)
                points[second].load_n *= second % 2 ? 0.6 : 2.5;
            assert_true(calibration_fit_strip(points, LOADS, &fit));
            tries++;
            missed += !points[first].outlier || !points[second].outlier || fit.outlier_count > 2u ||
                      fabs(fit.k_n / 110 - 1) > 0.04;
        }
    }
    printf("figure: one or two of seven loads typed wrong: %u of %u times not found\n", missed, tries);
    assert_int_equal(missed, 0);
}

static void a_load_that_the_strip_did_not_measure_is_not_a_point(void **state)
{
    (void)state;
    assert_true(calibration_fit_ratio(61, 61, 6138) == 0);
    assert_true(calibration_fit_ratio(40, 61, 6138) < 0);
    assert_true(fabs(calibration_fit_ratio(3069, 0, 6138) - 1) < 1e-12);
    /* The contribution of a bias resistor, 0.01 of 1.01, is subtracted. */
    assert_true(fabs(calibration_fit_ratio(6138 * 1.01 / 2.01, 6138 * 0.01 / 1.01, 6138) - 1) < 1e-9);
    assert_true(isfinite(calibration_fit_ratio(6138, 0, 6138)) && isfinite(calibration_fit_ratio(9999, 9999, 6138)));
}

static struct calibration_fit plausible_fit(void)
{
    return (struct calibration_fit){.k_n = 100, .p = 1, .used_count = 7, .span = 15, .error_percent = 4};
}

static void an_implausible_fit_is_rejected(void **state)
{
    (void)state;
    struct calibration_fit fit = plausible_fit();
    assert_null(calibration_fit_reject_reason(&fit));
    static const struct calibration_fit implausible[] = {
        {.k_n = 100, .p = 1, .used_count = 4, .span = 15, .error_percent = 4},
        {.k_n = 100, .p = 1, .used_count = 7, .span = 3.9, .error_percent = 4},
        {.k_n = 100, .p = 0.099, .used_count = 7, .span = 15, .error_percent = 4},
        {.k_n = 100, .p = 5.001, .used_count = 7, .span = 15, .error_percent = 4},
        {.k_n = 0, .p = 1, .used_count = 7, .span = 15, .error_percent = 4},
        {.k_n = 6553.6, .p = 1, .used_count = 7, .span = 15, .error_percent = 4},
        {.k_n = 100, .p = 1, .used_count = 7, .span = 15, .error_percent = 15.1},
        {.k_n = 100, .p = 1, .used_count = 7, .span = 15, .error_percent = NAN},
    };
    for (size_t i = 0; i < sizeof implausible / sizeof implausible[0]; i++)
        assert_non_null(calibration_fit_reject_reason(&implausible[i]));
}

static void points_that_are_not_on_a_line_are_not_fitted(void **state)
{
    (void)state;
    struct calibration_fit fit;
    struct calibration_point two[] = {{.load_n = 20, .ratio = 0.2}, {.load_n = 50, .ratio = 0.5}};
    assert_false(calibration_fit_strip(two, 2, &fit));
    struct calibration_point equal_readings[] = {
        {.load_n = 20, .ratio = 0.2}, {.load_n = 50, .ratio = 0.2}, {.load_n = 90, .ratio = 0.2}};
    assert_false(calibration_fit_strip(equal_readings, 3, &fit));
    /* Readings that fall as the load grows fit a line, but no strip reads like that. */
    struct calibration_point falling[] = {{.load_n = 20, .ratio = 0.9},
                                          {.load_n = 50, .ratio = 0.6},
                                          {.load_n = 90, .ratio = 0.4},
                                          {.load_n = 120, .ratio = 0.2},
                                          {.load_n = 150, .ratio = 0.1}};
    assert_true(calibration_fit_strip(falling, 5, &fit));
    assert_non_null(calibration_fit_reject_reason(&fit));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_law_of_exact_points_is_found),
        cmocka_unit_test(the_example_of_the_build_guide_agrees),
        cmocka_unit_test(errors_of_loads_are_reported_and_averaged),
        cmocka_unit_test(wrong_loads_are_found),
        cmocka_unit_test(a_load_that_the_strip_did_not_measure_is_not_a_point),
        cmocka_unit_test(an_implausible_fit_is_rejected),
        cmocka_unit_test(points_that_are_not_on_a_line_are_not_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
