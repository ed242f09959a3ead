/* SPDX-License-Identifier: MIT */
/* ICC, SEM and MDC against published numbers. */
#include "support/cmocka_includes.h"

#include "numeric/f_distribution.h"
#include "repeatability/reliability.h"

#include <math.h>
#include <string.h>

#define assert_close(value, expected, tolerance)                                                                       \
    do {                                                                                                               \
        if (!(fabs((value) - (expected)) <= (tolerance)))                                                              \
            fail_msg("%.9g, expected %.9g", (double)(value), (double)(expected));                                      \
    } while (0)

/* Shrout and Fleiss (1979), table 2: four judges rate six targets. */
static const double RATINGS[6][4] = {{9, 2, 5, 8}, {6, 1, 3, 2},  {8, 4, 6, 8},
                                     {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};

static void the_example_of_shrout_and_fleiss(void **state)
{
    (void)state;
    const struct reliability reliability = reliability_compute(&RATINGS[0][0], 6, 4);
    assert_close(reliability.icc, 0.29, 0.005);       /* their table 4 */
    assert_close(reliability.low, 0.02, 0.005);       /* 0.019, as ICC of R's package psych prints for these data */
    assert_close(reliability.high, 0.76, 0.005);      /* 0.76, from the same */
    assert_close(reliability.sem, sqrt(1.02), 0.005); /* of the mean square of the error in their table 3 */
    assert_close(reliability.mean, 5.29, 0.005);
}

/* Weir (2005), data set A: eight people lift twice. His mean squares are 2099 (people), 30.2 (trials) and 57.1 (error),
 * and his SEM is 7.6 (page 236). Tests of the R package SimplyAgree quote data and SEM. */
static void the_example_of_weir(void **state)
{
    (void)state;
    static const double lifted[8][2] = {{146, 140}, {148, 152}, {170, 152}, {90, 99},
                                        {157, 145}, {156, 153}, {176, 167}, {205, 218}};
    const struct reliability reliability = reliability_compute(&lifted[0][0], 8, 2);
    assert_close(reliability.sem, 7.6, 0.05);
    assert_close(reliability.sem * reliability.sem, 57.1, 0.05);
    assert_close(reliability.icc, (2099 - 57.1) / (2099 + 57.1 + 2 * (30.2 - 57.1) / 8), 0.0005);
    assert_close(reliability.mdc95, 1.96 * sqrt(2) * 7.6, 0.15);
}

/* Percentage points of F from printed tables (Pearson and Hartley 1966, table 18). */
static void the_distribution_of_f(void **state)
{
    (void)state;
    static const struct {
        double probability, numerator, denominator, f;
    } points[] = {{0.95, 1, 10, 4.96},   {0.95, 5, 15, 2.90},   {0.975, 5, 15, 3.58},  {0.975, 2, 2, 39.0},
                  {0.975, 10, 1, 968.6}, {0.99, 60, 120, 1.66}, {0.95, 120, 120, 1.35}};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        double f = f_distribution_quantile(points[i].probability, points[i].numerator, points[i].denominator);
        assert_close(f, points[i].f, points[i].f > 100 ? 0.05 : 0.006);
    }
    /* of 2 and 2 degrees of freedom F = p / (1 - p) */
    assert_close(f_distribution_quantile(0.3, 2, 2), 3.0 / 7, 1e-12);
    assert_close(f_distribution_quantile(0.5, 2.5, 2.5), 1, 1e-12);
}

static void one_person_has_no_icc(void **state)
{
    (void)state;
    static const double sessions[] = {10, 12, 14};
    const struct reliability reliability = reliability_compute(sessions, 1, 3);
    assert_true(isnan(reliability.icc) && isnan(reliability.low));
    assert_close(reliability.sem, 2, 1e-12);
    assert_close(reliability.mdc95, 1.96 * sqrt(2) * 2, 1e-12);
}

/* A shift between sessions lowers agreement, but is no error of measurement by Weir's SEM. */
static void a_shift_of_everybody_is_not_in_the_sem(void **state)
{
    (void)state;
    static const double value[3][2] = {{10, 15}, {20, 25}, {30, 35}};
    const struct reliability reliability = reliability_compute(&value[0][0], 3, 2);
    assert_close(reliability.sem, 0, 1e-9);
    assert_close(reliability.icc, 200.0 / 225, 1e-12);
}

/* The mean of such values is rounded, so they deviate from it by their last digit. */
static void equal_values_have_no_icc(void **state)
{
    (void)state;
    static const double equal[] = {5, 177.7, 24.53, 14.1, 14490.3, 0};
    for (size_t i = 0; i < sizeof equal / sizeof equal[0]; i++) {
        double value[14];
        for (size_t k = 0; k < 14; k++)
            value[k] = equal[i];
        for (size_t subjects = 1; subjects <= 7; subjects++) {
            const struct reliability reliability = reliability_compute(value, subjects, 2);
            assert_true(isnan(reliability.icc) && isnan(reliability.low) && isnan(reliability.high));
            assert_true(reliability.sem == 0 && reliability.mdc95 == 0);
        }
    }
}

/* People differ, and each is measured twice with the same result: 177.7, 81.3 and 268.9. */
static void without_any_error_the_icc_is_one(void **state)
{
    (void)state;
    static const double value[3][2] = {{177.7, 177.7}, {81.3, 81.3}, {268.9, 268.9}};
    const struct reliability reliability = reliability_compute(&value[0][0], 3, 2);
    assert_close(reliability.icc, 1, 1e-12);
    assert_close(reliability.low, 1, 1e-12);
    assert_close(reliability.high, 1, 1e-12);
    assert_true(reliability.sem == 0);
}

static void words_are_those_of_koo_and_li(void **state)
{
    (void)state;
    assert_string_equal(reliability_word(0.49), "poor");
    assert_string_equal(reliability_word(0.5), "moderate");
    assert_string_equal(reliability_word(0.75), "good");
    assert_string_equal(reliability_word(0.9), "excellent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_shrout_and_fleiss),
        cmocka_unit_test(the_example_of_weir),
        cmocka_unit_test(the_distribution_of_f),
        cmocka_unit_test(one_person_has_no_icc),
        cmocka_unit_test(a_shift_of_everybody_is_not_in_the_sem),
        cmocka_unit_test(equal_values_have_no_icc),
        cmocka_unit_test(without_any_error_the_icc_is_one),
        cmocka_unit_test(words_are_those_of_koo_and_li),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
