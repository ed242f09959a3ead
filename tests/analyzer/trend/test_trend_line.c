/* SPDX-License-Identifier: MIT */
/* The line through a spot's values: its slope in percent, its ends, and the autocorrelation. */
#include "support/cmocka_includes.h"

#include "trend/trend_line.h"

#include <math.h>

#define WEEKS 16
#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)

static const struct trend_resolution resolution = {0.1, 1};

static struct trend_line fit(double value[WEEKS], double autocorrelation)
{
    double week[WEEKS];
    struct trend_line line;
    for (int i = 0; i < WEEKS; i++)
        week[i] = i;
    assert_true(trend_line_fit(&line, &(struct trend_series){week, value, WEEKS}, autocorrelation, &resolution));
    return line;
}

/* A spot that takes 6 % less each week, and one evening that is out of line. */
static void a_slope_is_a_percentage_too(void **state)
{
    double value[WEEKS];
    (void)state;
    for (int i = 0; i < WEEKS; i++)
        value[i] = i == 5 ? 90 : 60 * pow(0.94, i);
    struct trend_line line = fit(value, 0.3);
    assert_near(line.percent_per_week, -6);
    assert_true(line.low_percent_per_week < -6 + 1e-9 && line.high_percent_per_week > -6 - 1e-9);
    assert_true(line.high_percent_per_week < 0);
    assert_int_equal(line.direction, TREND_FALLING);
}

static void a_line_ends_within_what_was_seen(void **state)
{
    double value[WEEKS] = {6, 5, 5, 5, 6, 9, 16, 20, 30, 42, 45, 45, 44, 43, 45, 45};
    (void)state;
    struct trend_line line = fit(value, 0.3);
    assert_true(line.fit.intercept < 5 && line.fit.intercept + 15 * line.fit.slope > 45);
    assert_near(line.start_value, 5);
    assert_near(line.end_value, 45);
}

static void both_intervals_contain_zero_or_neither_does(void **state)
{
    double value[WEEKS];
    int excluded = 0;
    (void)state;
    for (int trial = 0; trial < 200; trial++) {
        for (int i = 0; i < WEEKS; i++)
            value[i] = 20 * exp(0.35 * sin(12.9898 * i * i + 78.233 * trial) - 0.0004 * trial * i);
        struct trend_line line = fit(value, 0.3);
        bool linear = line.fit.low > 0 || line.fit.high < 0;
        assert_int_equal(linear, line.low_percent_per_week > 0 || line.high_percent_per_week < 0);
        excluded += linear;
    }
    assert_in_range(excluded, 50, 190);
}

static void autocorrelation_is_measured_over_all_series(void **state)
{
    static double week[WEEKS], alike[WEEKS], apart[WEEKS];
    (void)state;
    for (int i = 0; i < WEEKS; i++) {
        week[i] = i;
        alike[i] = i / 4 % 2 ? 30 : 20;
        apart[i] = i % 2 ? 30 : 20;
    }
    const struct trend_series runs = {week, alike, WEEKS}, alternating = {week, apart, WEEKS};
    double usual = trend_line_autocorrelation(NULL, 0), high = trend_line_autocorrelation(&runs, 1);
    assert_true(usual > 0.3 && usual < 0.6);
    assert_true(high > usual + 0.1);
    assert_near(trend_line_autocorrelation(&alternating, 1), 0);
    const struct trend_series both[] = {runs, alternating};
    double joined = trend_line_autocorrelation(both, 2);
    assert_true(joined > 0.05 && joined < usual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slope_is_a_percentage_too),
        cmocka_unit_test(a_line_ends_within_what_was_seen),
        cmocka_unit_test(both_intervals_contain_zero_or_neither_does),
        cmocka_unit_test(autocorrelation_is_measured_over_all_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
