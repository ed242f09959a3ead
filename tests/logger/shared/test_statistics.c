/* SPDX-License-Identifier: MIT */
/* Quantiles equal those found by sorting, in the orders that positions have; Theil-Sen equals values computed by hand,
 * and its interval has the stated coverage. */
#include "support/cmocka_includes.h"
#include "support/random.h"

#include "shared/statistics.h"

#include <stdlib.h>
#include <time.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)

static void quantiles_agree_with_sorting(void **state)
{
    (void)state;
    struct random random = random_init(7);
    for (size_t count = 1; count < 2000; count += count < 60 ? 1 : 613) {
        double value[2000], sorted[2000];
        for (size_t i = 0; i < count; i++) /* many values equal the minimum */
            value[i] = sorted[i] = random_below(&random, 16) ? random_below(&random, 32) : 0;
        statistics_sort(sorted, count);
        for (size_t i = 1; i < count; i++)
            assert_true(sorted[i - 1] <= sorted[i]);
        for (double fraction = 0; fraction <= 1; fraction += 0.125) {
            double position = fraction * (double)(count - 1);
            size_t rank = (size_t)position;
            double next = rank + 1 < count ? sorted[rank + 1] : sorted[rank];
            double wanted = sorted[rank] + (position - (double)rank) * (next - sorted[rank]);
            assert_near(statistics_quantile(value, count, fraction), wanted);
        }
    }
}

static void quantiles_of_a_few_values(void **state)
{
    (void)state;
    double value[] = {5, 1, 4, 2, 3};
    assert_true(statistics_median(value, 5) == 3);
    assert_true(statistics_quantile(value, 5, 0.25) == 2);
    assert_near(statistics_quantile(value, 5, 0.9), 4.6);
    assert_true(statistics_quantile(value, 5, 0) == 1 && statistics_quantile(value, 5, 1) == 5);
    double same[] = {7, 7, 7, 7};
    assert_true(statistics_quantile(same, 4, 0.7) == 7);
    assert_true(isnan(statistics_median(NULL, 0)));
}

static void the_robust_deviation_ignores_an_outlier(void **state)
{
    (void)state;
    double value[] = {1, 2, 3, 4, 1000};
    assert_near(statistics_robust_deviation(value, 5, 3), 1.4826);
}

/* The positions of one roll to the knee and back. With pivots at fixed indices, they took more than a minute. */
static void the_median_of_a_roll_to_the_knee_and_back_is_fast(void **state)
{
    (void)state;
    size_t count = 400000;
    double *value = malloc(count * sizeof *value);
    assert_non_null(value);
    clock_t start = clock();
    for (int negated = 0; negated < 2; negated++) {
        for (size_t i = 0; i < count; i++)
            value[i] = (negated ? -1 : 1) * fabs((double)i - (double)count / 2);
        double quarter = (double)count / 4;
        assert_true(fabs(statistics_median(value, count) - (negated ? -quarter : quarter)) < 2);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    free(value);
}

static void a_line_through_five_points_agrees_with_a_hand_calculation(void **state)
{
    (void)state;
    /* Sorted slopes of the ten pairs: -1 -1 1/3 1/2 3/4 1 1 4/3 2 3. Variance of Kendall's S: 5 * 4 * 15 / 18. */
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {1, 3, 2, 5, 4};
    struct statistics_line line;
    assert_true(statistics_theil_sen(x, y, 5, 0, &line));
    assert_near(line.slope, 0.875);
    /* the median of y - 0.875 x: 0.125 1.25 -0.625 1.5 -0.375 */
    assert_near(line.intercept, 0.125);
    assert_near(line.low, -1);
    assert_near(line.high, 3);
}

static void an_interval_agrees_with_a_hand_calculation(void **state)
{
    (void)state;
    /* Seven points have 21 slopes. 1.96 sqrt(7 * 6 * 19 / 18) = 13.05, so the limits are the 3rd and the 19th slope. */
    static const double x[] = {0, 1, 2, 3, 4, 5, 6}, y[] = {0, 1, 4, 9, 16, 25, 36};
    struct statistics_line line;
    assert_true(statistics_theil_sen(x, y, 7, 0, &line));
    /* The slope between i and k is i + k; sorted: 1 2 3 3 4 4 5 5 5 6 6 6 7 7 7 8 8 9 9 10 11. */
    assert_near(line.slope, 6);
    assert_near(line.low, 3);
    assert_near(line.high, 9);
}

static void the_interval_is_wider_where_neighbours_are_alike(void **state)
{
    (void)state;
    static const double x[] = {0, 1, 2, 3, 4, 5, 6}, y[] = {0, 1, 4, 9, 16, 25, 36};
    struct statistics_line line;
    /* With r = 0.5 the variance of S is 1.719 times as large, so the limits are the 2nd and the 20th slope. */
    assert_true(statistics_theil_sen(x, y, 7, 0.5, &line));
    assert_near(line.slope, 6);
    assert_near(line.low, 2);
    assert_near(line.high, 10);
    /* Five points in perfect order are too few to tell, if neighbours are that much alike. */
    assert_true(statistics_theil_sen(x, y, 5, 0.7, &line));
    assert_near(line.low, 0);
}

static void outliers_do_not_bend_the_line(void **state)
{
    (void)state;
    double x[20], y[20];
    struct statistics_line line;
    for (int i = 0; i < 20; i++) {
        x[i] = i;
        y[i] = 40 - 1.5 * i + (i % 2 ? 0.01 : -0.01);
    }
    y[3] = 500;
    y[11] = -300;
    y[17] = 900;
    assert_true(statistics_theil_sen(x, y, 20, 0, &line));
    assert_true(fabs(line.slope + 1.5) < 0.01);
    assert_true(fabs(line.intercept - 40) < 0.2);
    assert_true(line.low < -1.5 && line.high > -1.51 && line.high < -1.4);
}

static void too_few_points_have_no_interval(void **state)
{
    (void)state;
    static const double x[] = {0, 1, 2, 3}, y[] = {5, 4, 3, 2}, same_x[] = {2, 2, 2, 2};
    struct statistics_line line;
    assert_true(statistics_theil_sen(x, y, 4, 0, &line));
    assert_near(line.slope, -1);
    assert_true(isnan(line.low) && isnan(line.high));
    assert_true(statistics_theil_sen(x, y, 1, 0, &line));
    assert_true(isnan(line.slope) && isnan(line.intercept));
    assert_true(statistics_theil_sen(x, y, 0, 0, &line));
    assert_true(isnan(line.slope));
    assert_true(statistics_theil_sen(same_x, y, 4, 0, &line));
    assert_true(isnan(line.slope));
}

static void the_interval_contains_the_slope_in_95_percent_of_cases(void **state)
{
    (void)state;
    struct random random = random_init(5);
    int held = 0;
    for (int trial = 0; trial < 1000; trial++) {
        double x[20], y[20];
        struct statistics_line line;
        for (int i = 0; i < 20; i++) {
            x[i] = i;
            y[i] = 0.7 * i + 10 * pow(random_uniform(&random, -1, 1), 3); /* long tails */
        }
        assert_true(statistics_theil_sen(x, y, 20, 0, &line));
        held += line.low <= 0.7 && line.high >= 0.7;
    }
    print_message("figure: the 95 %% interval of 20 points holds the slope in %.1f %% of 1000 trials\n", held / 10.0);
    assert_in_range(held, 930, 980);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_agree_with_sorting),
        cmocka_unit_test(quantiles_of_a_few_values),
        cmocka_unit_test(the_robust_deviation_ignores_an_outlier),
        cmocka_unit_test(the_median_of_a_roll_to_the_knee_and_back_is_fast),
        cmocka_unit_test(a_line_through_five_points_agrees_with_a_hand_calculation),
        cmocka_unit_test(an_interval_agrees_with_a_hand_calculation),
        cmocka_unit_test(the_interval_is_wider_where_neighbours_are_alike),
        cmocka_unit_test(outliers_do_not_bend_the_line),
        cmocka_unit_test(too_few_points_have_no_interval),
        cmocka_unit_test(the_interval_contains_the_slope_in_95_percent_of_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
