/* SPDX-License-Identifier: MIT */
/* A row of the accuracy is missed by more than chance, or if nothing was measured. */

#include "support/cmocka_includes.h"
#include "support/tally.h"

static void few_cases_may_miss_the_limit_by_chance_but_not_by_more(void **state)
{
    (void)state;
    assert_false(tally_print("3 of 40", &(struct tally){.count = 3, .cases = 40}, 5, false));
    assert_true(tally_print("5 of 40", &(struct tally){.count = 5, .cases = 40}, 5, false));
    assert_true(tally_print("30 of 400", &(struct tally){.count = 30, .cases = 400}, 5, false));
    assert_false(tally_print("37 of 40", &(struct tally){.count = 37, .cases = 40}, 95, true));
    assert_true(tally_print("370 of 400", &(struct tally){.count = 370, .cases = 400}, 95, true));
}

static void a_row_without_cases_is_missed(void **state)
{
    (void)state;
    assert_true(tally_print("nothing, at most", &(struct tally){0}, 5, false));
    assert_true(tally_print("nothing, at least", &(struct tally){0}, 5, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_cases_may_miss_the_limit_by_chance_but_not_by_more),
        cmocka_unit_test(a_row_without_cases_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
