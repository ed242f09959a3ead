/* SPDX-License-Identifier: MIT */
/* The chart over time shows the rolling, not the time in which the roller only lay there. */
#include "support/cmocka_includes.h"

#include "analyzer/report/sample_result.h"
#include "charts/session_axis.h"

#include <math.h>

/* Unload the rows before `from_s` and from `to_s` on. */
static void load_only(struct result *result, double from_s, double to_s)
{
    for (size_t i = 0; i < result->trace.count; i++)
        result->trace.contact[i] = result->trace.time_s[i] >= from_s && result->trace.time_s[i] < to_s;
}

static void load_again(struct result *result, double from_s, double to_s)
{
    for (size_t i = 0; i < result->trace.count; i++)
        result->trace.contact[i] |= result->trace.time_s[i] >= from_s && result->trace.time_s[i] < to_s;
}

static void assert_near_s(double time_s, double expected_s)
{
    if (fabs(time_s - expected_s) > 0.2)
        fail_msg("%.2f s, not %.2f s", time_s, expected_s);
}

static void long_times_without_load_at_the_ends_are_left_out(void **state)
{
    (void)state;
    struct result result;
    struct result_trace rows;
    sample_result_make(&result);
    load_only(&result, 40, 70);
    struct session_axis axis = session_axis_find(&result);
    assert_near_s(axis.start_s, 37);
    assert_near_s(axis.end_s, 73);
    assert_near_s(axis.left_out_s, result.duration_s - 36);
    assert_int_equal(axis.cut_count, 0);
    assert_true(session_axis_rows(&axis, &result.trace, &rows));
    assert_near_s(rows.time_s[0], 37);
    assert_near_s(rows.time_s[rows.count - 1], 73);
    session_axis_free_rows(&rows);
    result_free(&result);
}

/* The roller lies there for most of a session, before, between and after two minutes of rolling. */
static void a_long_break_is_cut_out(void **state)
{
    (void)state;
    struct result result;
    struct result_trace rows;
    sample_result_make(&result);
    double end_s = result.duration_s, low_mm = INFINITY;
    load_only(&result, 20, 25);
    load_again(&result, end_s - 25, end_s - 20);
    struct session_axis axis = session_axis_find(&result);
    assert_int_equal(axis.cut_count, 1);
    assert_near_s(axis.cut[0].start_s, 28);
    assert_near_s(axis.cut[0].end_s, end_s - 28);
    assert_near_s(axis.left_out_s, end_s - 22);
    assert_near_s(session_axis_place_s(&axis, 22), 22);
    assert_near_s(session_axis_place_s(&axis, end_s / 2), 28);
    assert_near_s(session_axis_place_s(&axis, end_s - 20), 36);
    assert_true(session_axis_rows(&axis, &result.trace, &rows));
    for (size_t i = 1; i < rows.count; i++) {
        assert_true(rows.time_s[i] > rows.time_s[i - 1] - 1e-6 && rows.time_s[i] < rows.time_s[i - 1] + 5);
        low_mm = fmin(low_mm, rows.contact[i] ? rows.position_mm[i] : INFINITY);
    }
    assert_near_s(rows.time_s[rows.count - 1] - rows.time_s[0], 22);
    assert_true(isfinite(low_mm));
    session_axis_free_rows(&rows);
    result_free(&result);
}

static void sitting_still_at_the_ends_is_left_out(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    load_only(&result, 0, result.duration_s);
    struct result_stroke stroke = {.start_s = 30, .end_s = result.duration_s};
    result.stroke = &stroke;
    result.stroke_count = 1;
    result.rest_s = 30;
    assert_near_s(session_axis_find(&result).start_s, 27);
    result.rest_s = 0; /* the person rolled from the start on */
    assert_near_s(session_axis_find(&result).start_s, 0);
    result.stroke = NULL;
    result_free(&result);
}

static void short_times_and_sessions_without_load_are_drawn_whole(void **state)
{
    (void)state;
    struct result result;
    struct result_trace rows;
    sample_result_make(&result);
    load_only(&result, 8, 30);
    load_again(&result, 80, result.duration_s - 8);
    struct session_axis axis = session_axis_find(&result);
    assert_true(axis.left_out_s == 0 && axis.cut_count == 0);
    assert_true(axis.start_s == result.trace.time_s[0] && axis.end_s == axis.start_s + result.duration_s);
    load_only(&result, 50, 50);
    axis = session_axis_find(&result);
    assert_true(axis.left_out_s == 0);
    assert_true(session_axis_rows(&axis, &result.trace, &rows));
    assert_int_equal(rows.count, result.trace.count);
    session_axis_free_rows(&rows);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_times_without_load_at_the_ends_are_left_out),
        cmocka_unit_test(a_long_break_is_cut_out),
        cmocka_unit_test(sitting_still_at_the_ends_is_left_out),
        cmocka_unit_test(short_times_and_sessions_without_load_are_drawn_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
