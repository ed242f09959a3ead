/* SPDX-License-Identifier: MIT */
/* The advice that follows from what was found. */
#include "support/cmocka_includes.h"

#include "result/advice.h"
#include "sample_result.h"

#include <string.h>

static void check(const struct result *const result[], size_t count, const char *part, bool is_said)
{
    struct text_buffer lines = {0};
    advice_add(&lines, result, count);
    assert_false(lines.failed);
    assert_int_equal(lines.length > 0 && strstr(lines.bytes, part) != NULL, is_said);
    text_free(&lines);
}

static void advice_follows_the_findings(void **state)
{
    (void)state;
    struct result left, right;
    sample_result_make(&left);
    sample_result_make(&right);
    const struct result *const both[] = {&left, &right};
    assert_true(left.spot[0].center_mm > 45);
    left.spot[0].dwell_s = right.spot[0].dwell_s = 44;
    check(both, 1, "You stayed at spot 1 for", true);
    check(both, 1, "sitting bone", false);
    check(both, 1, "longer than last time", false);
    check(both, 1, "Both legs", false);
    check(both, 2, "Both legs have spots", true);
    check(both, 2, "spot 1 on the", true);
    right.spot[0].center_mm = 20;
    right.is_longer_than_last_time = true;
    check(both, 2, "sitting bone", true);
    check(both, 2, "longer than last time", true);
    for (size_t i = 0; i < left.spot_count; i++)
        left.spot[i].dwell_s = 30;
    check(both, 1, "You stayed at spot", false);
    result_free(&left);
    result_free(&right);
}

/* Of one leg alone; of both, either is enough. */
static void longer_than_last_time_is_said_of_each_leg(void **state)
{
    (void)state;
    struct result left, right;
    sample_result_make(&left);
    sample_result_make(&right);
    const struct result *const both[] = {&left, &right};
    static const char SAID[] = "You stayed longer than last time. If it is sorer too, leave that place alone";
    for (unsigned legs = 0; legs < 4; legs++) {
        left.is_longer_than_last_time = legs & 1;
        right.is_longer_than_last_time = legs & 2;
        check(both, 1, SAID, (legs & 1) != 0);
        check(both + 1, 1, SAID, (legs & 2) != 0);
        check(both, 2, SAID, legs > 0);
    }
    result_free(&left);
    result_free(&right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advice_follows_the_findings),
        cmocka_unit_test(longer_than_last_time_is_said_of_each_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
