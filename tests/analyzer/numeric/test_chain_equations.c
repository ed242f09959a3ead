/* SPDX-License-Identifier: MIT */
/* A chain of unknowns and a few common ones, against all of the equations solved at once. */
#include "numeric/chain_equations.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <math.h>

#define COUNT 8
#define COMMON 3

/* Add one equation to both systems: it contains chain unknowns from `first` on, and all common ones. */
static void add_equation(struct chain_equations_row *chain, struct normal_equations *common,
                         struct normal_equations *whole, size_t first, const double *coefficient, size_t in_chain,
                         const double *common_coefficient, double value)
{
    double row[COUNT + COMMON] = {0};
    for (size_t k = 0; k < in_chain; k++) {
        row[first + k] = coefficient[k];
        for (size_t j = k; j < in_chain; j++)
            chain[first + k].band[j - k] += coefficient[k] * coefficient[j];
        for (size_t c = 0; c < COMMON; c++)
            chain[first + k].common[c] += coefficient[k] * common_coefficient[c];
        chain[first + k].right_side += coefficient[k] * value;
    }
    for (size_t c = 0; c < COMMON; c++)
        row[COUNT + c] = common_coefficient[c];
    normal_equations_add(common, common_coefficient, value, 1);
    normal_equations_add(whole, row, value, 1);
}

static void the_solution_is_that_of_the_whole_system(void **state)
{
    (void)state;
    struct random random = random_init(1);
    for (int trial = 0; trial < 20; trial++) {
        struct chain_equations_row chain[COUNT] = {{{0}, {0}, 0}};
        struct normal_equations common, whole;
        double x[NORMAL_EQUATIONS_UNKNOWNS_MAX], expected[NORMAL_EQUATIONS_UNKNOWNS_MAX];
        normal_equations_init(&common, COMMON);
        normal_equations_init(&whole, COUNT + COMMON);
        for (int n = 0; n < 60; n++) {
            size_t first = (size_t)n % COUNT;
            size_t in_chain = COUNT - first < CHAIN_EQUATIONS_BAND ? COUNT - first : CHAIN_EQUATIONS_BAND;
            double coefficient[CHAIN_EQUATIONS_BAND], common_coefficient[COMMON];
            for (size_t k = 0; k < in_chain; k++)
                coefficient[k] = random_uniform(&random, -0.5, 0.5);
            for (size_t c = 0; c < COMMON; c++)
                common_coefficient[c] = random_uniform(&random, -0.5, 0.5);
            add_equation(chain, &common, &whole, first, coefficient, in_chain, common_coefficient,
                         random_uniform(&random, 0, 1));
        }
        assert_true(chain_equations_solve(chain, COUNT, &common, x));
        assert_true(normal_equations_solve(&whole, expected));
        for (size_t k = 0; k < COUNT; k++)
            assert_true(fabs(chain[k].right_side - expected[k]) < 1e-9);
        for (size_t c = 0; c < COMMON; c++)
            assert_true(fabs(x[c] - expected[COUNT + c]) < 1e-9);
    }
}

static void an_unknown_in_no_equation_is_refused(void **state)
{
    (void)state;
    struct chain_equations_row chain[2] = {{{1}, {0}, 1}, {{0}, {0}, 0}};
    struct normal_equations common;
    double x[NORMAL_EQUATIONS_UNKNOWNS_MAX];
    normal_equations_init(&common, 0);
    assert_false(chain_equations_solve(chain, 2, &common, x));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_solution_is_that_of_the_whole_system),
        cmocka_unit_test(an_unknown_in_no_equation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
