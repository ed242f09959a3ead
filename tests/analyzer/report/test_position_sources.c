/* SPDX-License-Identifier: MIT */
/* Which sensor the positions come from is summarised in few intervals. */
#include "result/position_sources.h"
#include "support/cmocka_includes.h"

#include <stdlib.h>
#include <string.h>

#define ROWS 40000
#define RATE_HZ 100.0

static unsigned char source[ROWS], contact[ROWS];
static double time_s[ROWS];

static void reset(void)
{
    memset(source, ROTATION_FROM_IMU, sizeof source);
    memset(contact, 1, sizeof contact);
    for (size_t i = 0; i < ROWS; i++)
        time_s[i] = (double)i / RATE_HZ;
}

static struct position_sources find(size_t rows)
{
    struct position_sources sources;
    assert_true(position_sources_find(&sources, source, contact, time_s, rows));
    return sources;
}

static void intervals_are_those_of_the_loaded_rows(void **state)
{
    (void)state;
    reset();
    memset(contact, 0, 100);                       /* first loaded at 1 s */
    memset(source + 300, ROTATION_FROM_RING, 200); /* 3 to 5 s */
    memset(source + 700, ROTATION_UNKNOWN, 100);   /* 7 to 8 s, of which half a second is a lift */
    memset(contact + 750, 0, 50);
    memset(source + 900, ROTATION_FROM_RING, 20); /* too short to tell */
    struct position_sources sources = find(1000);
    assert_int_equal(sources.count, 5);
    const double from_s[] = {1, 3, 5, 7, 8}, to_s[] = {2.99, 4.99, 6.99, 7.49, 9.99};
    const char *by[] = {"imu", "ring", "imu", "none", "imu"};
    for (size_t k = 0; k < 5; k++) {
        assert_true(sources.source[k].from_s == from_s[k] && sources.source[k].to_s == to_s[k]);
        assert_string_equal(position_source_name(sources.source[k].by), by[k]);
    }
    free(sources.source);
}

static void many_changes_become_few_intervals(void **state)
{
    (void)state;
    reset();
    for (size_t i = 0; i < ROWS; i += 100)
        memset(source + i, i % 200 == 0 ? ROTATION_FROM_IMU : ROTATION_FROM_RING, 100); /* 400 changes */
    struct position_sources sources = find(ROWS);
    assert_true(sources.count >= 1 && sources.count <= 100);
    assert_true(sources.source[sources.count - 1].to_s == time_s[ROWS - 1]);
    free(sources.source);
}

static void a_session_without_load_has_none(void **state)
{
    (void)state;
    reset();
    memset(contact, 0, sizeof contact);
    struct position_sources sources = find(1000);
    assert_int_equal(sources.count, 0);
    free(sources.source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_those_of_the_loaded_rows),
        cmocka_unit_test(many_changes_become_few_intervals),
        cmocka_unit_test(a_session_without_load_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
