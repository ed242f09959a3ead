/* SPDX-License-Identifier: MIT */
/* The chart over time shows the rolling, not the time in which the roller only lay there. */
#include "support/cmocka_includes.h"

#include "analyzer/report/sample_result.h"
#include "charts/session_period.h"

#include <math.h>

/* Unload the rows before `from_s` and from `to_s` on. */
static void load_only(struct result *result, double from_s, double to_s)
{
    for (size_t i = 0; i < result->trace.count; i++)
        result->trace.contact[i] = result->trace.time_s[i] >= from_s && result->trace.time_s[i] < to_s;
}

static void long_times_without_load_at_the_ends_are_left_out(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    load_only(&result, 40, 70);
    struct session_period period = session_period_find(&result);
    assert_true(period.is_shortened);
    assert_true(fabs(period.start_s - 37) < 0.1 && fabs(period.end_s - 73) < 0.1);
    struct result_trace rows = session_period_rows(&result.trace, &period);
    assert_true(rows.time_s[0] >= period.start_s && rows.time_s[0] < period.start_s + 0.1);
    assert_true(rows.time_s[rows.count - 1] <= period.end_s && rows.time_s[rows.count - 1] > period.end_s - 0.1);
    assert_true(rows.position_mm - result.trace.position_mm == rows.time_s - result.trace.time_s);
    result_free(&result);
}

static void short_times_and_sessions_without_load_are_drawn_whole(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    load_only(&result, 8, result.duration_s - 8);
    struct session_period period = session_period_find(&result);
    assert_false(period.is_shortened);
    assert_true(period.start_s == result.trace.time_s[0] && period.end_s == period.start_s + result.duration_s);
    load_only(&result, 50, 50);
    period = session_period_find(&result);
    assert_false(period.is_shortened);
    assert_int_equal(session_period_rows(&result.trace, &period).count, result.trace.count);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_times_without_load_at_the_ends_are_left_out),
        cmocka_unit_test(short_times_and_sessions_without_load_are_drawn_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
