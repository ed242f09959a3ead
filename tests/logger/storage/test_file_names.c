/* SPDX-License-Identifier: MIT */

#include "storage/file_names.h"
#include "support/cmocka_includes.h"

#include <time.h>

#define EVENING_US 1772386200123456LL /* 2026-03-01 17:30:00.123456 UTC */

static void set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static void sessions_are_named_by_local_time_and_leg(void **state)
{
    (void)state;
    char name[64];
    set_zone("CET-1");
    file_names_make_session(name, sizeof name, EVENING_US, SESSION_LEG_RIGHT, 1);
    assert_string_equal(name, "2026-03-01_183000_right.csv");
    file_names_make_session(name, sizeof name, EVENING_US, SESSION_LEG_UNKNOWN, 1);
    assert_string_equal(name, "2026-03-01_183000.csv");
    file_names_make_session(name, sizeof name, EVENING_US, SESSION_LEG_RIGHT, 2);
    assert_string_equal(name, "2026-03-01_183000_right_2.csv");
    file_names_make_calibration(name, sizeof name, EVENING_US, 1);
    assert_string_equal(name, "2026-03-01_183000_calibration.csv");
    file_names_make_calibration(name, sizeof name, EVENING_US, 12);
    assert_string_equal(name, "2026-03-01_183000_calibration_12.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_are_named_by_local_time_and_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
