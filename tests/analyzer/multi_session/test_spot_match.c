/* SPDX-License-Identifier: MIT */
/* Spot matching: a comparison with all possible matchings, and cases that a user would notice. */
#include "support/cmocka_includes.h"

#include "multi_session/spot_match.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE SPOT_MATCH_NONE
#define TOLERANCE_MM 30
#define UNMATCHED_COST_MM (TOLERANCE_MM / 2)

static bool match(const double *old_position, size_t old_count, const double *new_position, size_t new_count,
                  size_t *matched)
{
    return spot_match(&(struct spot_match_list){old_position, NULL, old_count},
                      &(struct spot_match_list){new_position, NULL, new_count}, TOLERANCE_MM, matched);
}

static void assert_match(const double *old_position, size_t old_count, const double *new_position, size_t new_count,
                         const size_t *expected)
{
    size_t matched[16];
    assert_true(match(old_position, old_count, new_position, new_count, matched));
    for (size_t k = 0; k < new_count; k++)
        assert_int_equal(matched[k], expected[k]);
}

static void positions_within_the_tolerance_match(void **state)
{
    (void)state;
    assert_match((double[]){100, 200}, 2, (double[]){112, 260}, 2, (size_t[]){0, NONE});
    assert_match((double[]){100}, 1, (double[]){130}, 1, (size_t[]){0});
    assert_match((double[]){100}, 1, (double[]){130.1}, 1, (size_t[]){NONE});
    assert_match(NULL, 0, (double[]){10, 20}, 2, (size_t[]){NONE, NONE});
    size_t unchanged[1] = {7};
    assert_true(match((double[]){10}, 1, NULL, 0, unchanged));
    assert_int_equal(unchanged[0], 7);
}

static void one_old_spot_is_one_new_spot(void **state)
{
    (void)state;
    assert_match((double[]){100}, 1, (double[]){90, 112}, 2, (size_t[]){0, NONE}); /* the nearer spot matches */
    assert_match((double[]){90, 112}, 2, (double[]){100}, 1, (size_t[]){0});
}

static void a_new_spot_does_not_shift_its_neighbours(void **state)
{
    (void)state;
    /* The spot at 100 is gone, and the spot at 158 is new. This is likelier than that two spots moved by 28 mm. */
    assert_match((double[]){100, 130}, 2, (double[]){129, 158}, 2, (size_t[]){1, NONE});
    /* Two spots that moved a little are the same. */
    assert_match((double[]){100, 130}, 2, (double[]){108, 137}, 2, (size_t[]){0, 1});
}

static void uncertain_positions_match_farther_apart(void **state)
{
    (void)state;
    size_t matched[2];
    const struct spot_match_list old = {(double[]){100, 300}, (double[]){6, 30}, 2},
                                 new = {(double[]){145, 349}, (double[]){40, 40}, 2};
    assert_true(spot_match(&old, &new, TOLERANCE_MM, matched));
    assert_int_equal(matched[0], NONE); /* 45 mm apart, joint interval 40 mm */
    assert_int_equal(matched[1], 1);    /* 49 mm apart, joint interval 50 mm */
    const struct spot_match_list far = {(double[]){361}, (double[]){500}, 1};
    assert_true(spot_match(&old, &far, TOLERANCE_MM, matched));
    assert_int_equal(matched[0], NONE); /* more than twice the tolerance */
}

static unsigned long next_random(unsigned long *seed)
{
    *seed = *seed * 1103515245 + 12345;
    return *seed >> 16 & 0x7FFF;
}

/* Return the minimum cost of all matchings, including those with crossing pairs. Bit i of `used` is set if old position
 * i has a match already. */
static double min_cost(const double *old_position, size_t old_count, const double *new_position, size_t new_count,
                       unsigned used)
{
    if (new_count == 0) {
        double unmatched_cost = 0;
        for (size_t i = 0; i < old_count; i++)
            unmatched_cost += used >> i & 1 ? 0 : UNMATCHED_COST_MM;
        return unmatched_cost;
    }
    double min = UNMATCHED_COST_MM + min_cost(old_position, old_count, new_position + 1, new_count - 1, used);
    for (size_t i = 0; i < old_count; i++) {
        double distance = fabs(old_position[i] - new_position[0]);
        if (!(used >> i & 1) && distance <= TOLERANCE_MM)
            min = fmin(min,
                       distance + min_cost(old_position, old_count, new_position + 1, new_count - 1, used | 1u << i));
    }
    return min;
}

static void no_other_matching_is_cheaper(void **state)
{
    (void)state;
    unsigned long seed = 3;
    for (int trial = 0; trial < 2000; trial++) {
        double old_position[5], new_position[5];
        size_t old_count = next_random(&seed) % 6, new_count = next_random(&seed) % 6, matched[5];
        for (size_t i = 0; i < old_count; i++)
            old_position[i] = (double)(next_random(&seed) % 150);
        for (size_t k = 0; k < new_count; k++)
            new_position[k] = (double)(next_random(&seed) % 150);
        statistics_sort(old_position, old_count);
        statistics_sort(new_position, new_count);
        assert_true(match(old_position, old_count, new_position, new_count, matched));
        unsigned used = 0;
        double cost = 0;
        for (size_t k = 0; k < new_count; k++) {
            if (matched[k] == NONE) {
                cost += UNMATCHED_COST_MM;
                continue;
            }
            assert_true(matched[k] < old_count && !(used >> matched[k] & 1));
            used |= 1u << matched[k];
            double distance = fabs(old_position[matched[k]] - new_position[k]);
            assert_true(distance <= TOLERANCE_MM);
            cost += distance;
        }
        for (size_t i = 0; i < old_count; i++)
            cost += used >> i & 1 ? 0 : UNMATCHED_COST_MM;
        assert_true(fabs(cost - min_cost(old_position, old_count, new_position, new_count, 0)) < 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_within_the_tolerance_match),
        cmocka_unit_test(one_old_spot_is_one_new_spot),
        cmocka_unit_test(uncertain_positions_match_farther_apart),
        cmocka_unit_test(a_new_spot_does_not_shift_its_neighbours),
        cmocka_unit_test(no_other_matching_is_cheaper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
