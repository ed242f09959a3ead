/* SPDX-License-Identifier: MIT */
/* What a session cannot support is said, and nothing else. */
#include "whole_session.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void what_a_session_cannot_support_is_said(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    struct result fine = session_analyze(&session, (struct analyze_options){0});
    assert_int_equal(fine.warning_count, 0);
    session_edit(&session, "# thigh_length_mm: 350", "# thigh_length_mm: ");
    session_edit(&session, "# calibration_source: measured", "# calibration_source: default");
    session_edit(&session, " lost=0", " lost=1");
    struct result lossy = session_analyze(&session, (struct analyze_options){0});
    assert_true(session_warned(&lossy, "1 reading was lost"));
    session_edit(&session, "# end:", "# cut");
    session_edit(&session, "\n5.0000,", "\nx5.0000,");
    struct result poor = session_analyze(&session, (struct analyze_options){0});
    assert_true(session_warned(&poor, "length is unknown") && session_warned(&poor, "not calibrated") && session_warned(&poor, "cut off") &&
                session_warned(&poor, "1 row could not be used"));
    assert_int_equal(poor.rejected_rows, 1);
    assert_true(poor.spot[0].thigh_percent != poor.spot[0].thigh_percent);
    assert_int_equal(poor.spot_count, 2);
    result_free(&fine);
    result_free(&lossy);
    result_free(&poor);
    temp_dir_remove(&session.dir);
}

static void a_radius_that_nobody_gave_is_said(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    session_edit(&session, "# rolling_radius_mm: 70.000", "# rolling_radius_mm: ");
    struct result assumed = session_analyze(&session, (struct analyze_options){0});
    struct result given = session_analyze(&session, (struct analyze_options){.rolling_radius_mm = 70});
    assert_true(session_warned(&assumed, "radius was not measured; 72.5 mm is assumed"));
    assert_false(session_warned(&given, "radius"));
    result_free(&assumed);
    result_free(&given);
    temp_dir_remove(&session.dir);
}

static void only_loaded_time_counts_as_clipped(void **state)
{
    (void)state;
    struct session session;
    char text[200 + 1000 * 40];
    size_t length = (size_t)snprintf(text, sizeof text, "# foam-roller-session: 1\n"
                                                        "time_s,strip0,strip1,strip2,strip3\n");
    for (int row = 0; row < 1000; row++) /* strip 0 sticks at its end in 20 of the rows without load: a stuck row is
                                          * too short to be a load */
        length += (size_t)snprintf(text + length, sizeof text - length, "%.2f,%s\n", row * 0.01,
                                   row < 500 ? "700,1,700,1" : row % 25 == 0 ? "1023,0,0,0" : "0,0,0,0");
    temp_dir_make(&session.dir);
    temp_file_write(temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path), text, length);
    struct result result = session_analyze(&session, (struct analyze_options){0});
    assert_true(fabs(result.loaded_s - 5) < 0.05);
    assert_false(session_warned(&result, "end of its range"));
    result_free(&result);
    temp_dir_remove(&session.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_session_cannot_support_is_said),
        cmocka_unit_test(a_radius_that_nobody_gave_is_said),
        cmocka_unit_test(only_loaded_time_counts_as_clipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
