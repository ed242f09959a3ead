/* SPDX-License-Identifier: MIT */
/* The gnuplot scripts. */
#include "support/cmocka_includes.h"

#include "charts/chart_canvas.h"
#include "charts/charts.h"
#include "analyzer/report/sample_result.h"

#include <math.h>
#include <string.h>

#define assert_near(value, expected, tolerance) assert_true(fabs((value) - (expected)) <= (tolerance))

static void no_text_of_the_session_is_in_a_script(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer script = {0};
    sample_result_make(&result);
    strcpy(result.header.subject, "CANARY");
    strcpy(result.header.note, "CANARY");
    strcpy(result.header.device, "CANARY");
    strcpy(result.file, "CANARY");
    strcpy(result.warning[0], "CANARY");
    charts_script(&result, &script);
    assert_null(strstr(script.bytes, "CANARY"));
    text_free(&script);
    result_free(&result);
}

/* An excerpt of a longer session does not begin at 0. */
static void the_time_axis_begins_where_the_session_does(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer script = {0};
    sample_result_make(&result);
    for (size_t i = 0; i < result.trace.count; i++)
        result.trace.time_s[i] += 600;
    charts_script(&result, &script);
    assert_non_null(strstr(script.bytes, "set xrange [600.000000:722.000000]"));
    assert_null(strstr(script.bytes, "set xrange [0.000000:122.000000]"));
    assert_non_null(strstr(script.bytes, "('10:00' 600, '10:30' 630"));
    text_free(&script);
    result_free(&result);
}

static void tick_steps_are_round(void **state)
{
    (void)state;
    assert_near(chart_tick_step(10, 4), 2.5, 1e-9);
    assert_near(chart_tick_step(264, 4), 100, 1e-9);
    assert_near(chart_tick_step(350, 9), 50, 1e-9);
    assert_near(chart_tick_step(0.3, 4), 0.1, 1e-9);
    assert_near(chart_tick_step(NAN, 4), 1, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_of_the_session_is_in_a_script),
        cmocka_unit_test(the_time_axis_begins_where_the_session_does),
        cmocka_unit_test(tick_steps_are_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
