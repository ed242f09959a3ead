/* SPDX-License-Identifier: MIT */
/* The line through sessions: against values worked out by hand, and whether its interval holds what it
 * promises. */
#include "support/cmocka_includes.h"

#include "shared/theil_sen.h"

#include <math.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)

static void slopes_of_five_points_by_hand(void **state)
{
    (void)state;
    /* Slopes of the ten pairs in order: -1 -1 1/3 1/2 3/4 1 1 4/3 2 3. Kendall's S has the variance 5 4 15
     * / 18. */
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {1, 3, 2, 5, 4};
    struct theil_sen fit;
    assert_true(theil_sen_fit(x, y, 5, &fit));
    assert_near(fit.slope, 0.875);
    /* y - 0.875 x: 0.125 1.25 -0.625 1.5 -0.375 */
    assert_near(fit.intercept, 0.125);
    assert_near(fit.low, -1);
    assert_near(fit.high, 3);
}

static void an_interval_by_hand(void **state)
{
    (void)state;
    /* Seven points: 21 slopes, 1.96 sqrt(7 6 19 / 18) = 13.05: the 3rd and the 19th in order. */
    static const double x[] = {0, 1, 2, 3, 4, 5, 6}, y[] = {0, 1, 4, 9, 16, 25, 36};
    struct theil_sen fit;
    assert_true(theil_sen_fit(x, y, 7, &fit));
    /* The slope of i and k is i + k: 1 2 3 3 4 4 5 5 5 6 6 6 7 7 7 8 8 9 9 10 11. */
    assert_near(fit.slope, 6);
    assert_near(fit.low, 3);
    assert_near(fit.high, 9);
}

static void a_minority_far_off_bends_nothing(void **state)
{
    (void)state;
    double x[20], y[20];
    struct theil_sen fit;
    for (int i = 0; i < 20; i++) {
        x[i] = i;
        y[i] = 40 - 1.5 * i + (i % 2 ? 0.01 : -0.01);
    }
    y[3] = 500;
    y[11] = -300;
    y[17] = 900;
    assert_true(theil_sen_fit(x, y, 20, &fit));
    assert_true(fabs(fit.slope + 1.5) < 0.01);
    assert_true(fabs(fit.intercept - 40) < 0.2);
    assert_true(fit.low < -1.5 && fit.high > -1.51 && fit.high < -1.4);
}

static void too_few_points_have_no_interval(void **state)
{
    (void)state;
    static const double x[] = {0, 1, 2, 3}, y[] = {5, 4, 3, 2}, same[] = {2, 2, 2, 2};
    struct theil_sen fit;
    assert_true(theil_sen_fit(x, y, 4, &fit));
    assert_near(fit.slope, -1);
    assert_true(isnan(fit.low) && isnan(fit.high));
    assert_true(theil_sen_fit(x, y, 1, &fit));
    assert_true(isnan(fit.slope) && isnan(fit.intercept));
    assert_true(theil_sen_fit(x, y, 0, &fit));
    assert_true(isnan(fit.slope));
    assert_true(theil_sen_fit(same, y, 4, &fit)); /* all at one time */
    assert_true(isnan(fit.slope));
}

/* A generator of its own: the same numbers everywhere. */
static double uniform(unsigned long *seed)
{
    *seed = (*seed * 6364136223846793005ul + 1442695040888963407ul) & 0xFFFFFFFFFFFFFFFFul;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static void the_interval_holds_the_slope_95_times_of_100(void **state)
{
    (void)state;
    unsigned long seed = 5;
    int held = 0;
    for (int trial = 0; trial < 1000; trial++) {
        double x[20], y[20];
        struct theil_sen fit;
        for (int i = 0; i < 20; i++) {
            x[i] = i;
            /* Long tails: a uniform to the third power. */
            y[i] = 0.7 * i + 10 * pow(2 * uniform(&seed) - 1, 3);
        }
        assert_true(theil_sen_fit(x, y, 20, &fit));
        held += fit.low <= 0.7 && fit.high >= 0.7;
    }
    print_message("figure: the 95 %% interval of 20 points holds the slope in %.1f %% of 1000 trials\n",
                  held / 10.0);
    assert_in_range(held, 930, 980);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_of_five_points_by_hand),
        cmocka_unit_test(an_interval_by_hand),
        cmocka_unit_test(a_minority_far_off_bends_nothing),
        cmocka_unit_test(too_few_points_have_no_interval),
        cmocka_unit_test(the_interval_holds_the_slope_95_times_of_100),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
