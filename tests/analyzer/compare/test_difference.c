/* SPDX-License-Identifier: MIT */
/* What counts as a change of a value. */
#include "support/cmocka_includes.h"

#include "compare/difference.h"

static struct difference difference_of(double first, double last, double min_fraction, double person_sd)
{
    struct session_mean first_mean = {0}, last_mean = {0};
    session_mean_add(&first_mean, first);
    session_mean_add(&last_mean, last);
    return difference_of_means(&first_mean, &last_mean, &(struct change_limit){min_fraction, 1, person_sd, 5});
}

static void a_change_exceeds_the_resolution_and_the_variation(void **state)
{
    (void)state;
    assert_int_equal(difference_of(30, 27.1, 0.1, 0).verdict, CHANGE_SAME);
    assert_int_equal(difference_of(30, 26.9, 0.1, 0).verdict, CHANGE_LESS);
    assert_int_equal(difference_of(5, 5.9, 0.1, 0).verdict, CHANGE_SAME);
    assert_int_equal(difference_of(5, 6.1, 0.1, 0).verdict, CHANGE_MORE);
    assert_int_equal(difference_of(5, NAN, 0.1, 0).verdict, CHANGE_UNKNOWN);
    assert_int_equal(difference_of(5, 50, NAN, 0).verdict, CHANGE_UNKNOWN);
    assert_int_equal(difference_of(5, 0, 0.1, 0).verdict, CHANGE_UNKNOWN); /* a visit that was skipped is no ratio */
    assert_true(isnan(difference_of(0, 5, 0.1, 0).change_percent));
    assert_true(isnan(difference_of(0, 5, 0.1, 0).symmetry_percent));
    /* one session against one: exp(1.96 * 0.35 * sqrt 2) = 2.64 */
    assert_true(fabs(difference_of(10, 20, 0.1, 0.35).mdc_ratio - 2.64) < 0.005);
    assert_int_equal(difference_of(10, 26, 0.1, 0.35).verdict, CHANGE_SAME);
    assert_true(difference_of(10, 26, 0.1, 0.35).is_resolved);
    assert_int_equal(difference_of(10, 26.8, 0.1, 0.35).verdict, CHANGE_MORE);
    assert_int_equal(difference_of(26.8, 10, 0.1, 0.35).verdict, CHANGE_LESS);
}

static void a_symmetry_index_needs_enough_on_both_sides(void **state)
{
    (void)state;
    struct difference difference = difference_of(30, 27, 0.05, 0.35);
    assert_true(fabs(difference.symmetry_percent + 100 * 3 / 28.5) < 1e-9);
    /* (2.638 - 1) / (0.5 * (2.638 + 1)) = 90 % */
    assert_true(fabs(difference.symmetry_usual_percent - 90) < 0.5);
    assert_int_equal(difference.sessions_to_tell, 85); /* 2 (1.96 * 0.35 / log(30 / 27))^2 = 84.8 */
    difference = difference_of(4.9, 27, 0.05, 0.35);
    assert_true(isnan(difference.symmetry_percent) && isnan(difference.symmetry_usual_percent));
    assert_int_equal(difference_of(30, 29.5, 0.1, 0.35).sessions_to_tell, 0); /* the roller cannot tell */
    assert_int_equal(difference_of(30, 0, 0.1, 0.35).sessions_to_tell, 0);
    assert_int_equal(difference_of(10, 28, 0.1, 0.35).sessions_to_tell, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_exceeds_the_resolution_and_the_variation),
        cmocka_unit_test(a_symmetry_index_needs_enough_on_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
