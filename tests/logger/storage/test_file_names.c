/* SPDX-License-Identifier: MIT */

#include "storage/file_names.h"
#include "support/cmocka_includes.h"

#include <limits.h>
#include <string.h>
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

static void a_number_is_added_before_the_extension(void **state)
{
    (void)state;
    char name[64];
    file_names_add_number(name, sizeof name, "in.d/monday.csv", 2);
    assert_string_equal(name, "in.d/monday_2.csv");
    file_names_add_number(name, sizeof name, "in.d/.monday", 15);
    assert_string_equal(name, "in.d/.monday_15");
}

/* The recording goes on in the next file, whatever the first one is called. */
static void the_longest_names_stay_valid_with_a_number(void **state)
{
    (void)state;
    char path[300] = "d/", name[300];
    for (int i = 0; i < 123; i++)
        strcat(path, "\xc3\xa4");
    strcat(path, ".csv");
    assert_int_equal(strlen(path) - 2 + strlen(".part"), NAME_MAX);
    file_names_add_number(name, sizeof name, path, 2);
    assert_memory_equal(name, path, 2 + 2 * 122);
    assert_string_equal(name + 2 + 2 * 122, "_2.csv");
    file_names_add_number(name, sizeof name, path, 15);
    assert_string_equal(name + 2 + 2 * 121, "_15.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_are_named_by_local_time_and_leg),
        cmocka_unit_test(a_number_is_added_before_the_extension),
        cmocka_unit_test(the_longest_names_stay_valid_with_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
