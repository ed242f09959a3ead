/* SPDX-License-Identifier: MIT */

#include "calibrate/session_clock.h"
#include "support/cmocka_includes.h"

#define PERIOD_US 9984u

static void wraps_of_the_counter_are_undone(void **state)
{
    (void)state;
    struct session_clock clock = {0};
    uint32_t t_us = 4294967295u - 5 * PERIOD_US;
    for (int i = 0; i < 20; i++, t_us += PERIOD_US)
        assert_int_equal(session_clock_advance(&clock, t_us, 1000 + i), i * (int64_t)PERIOD_US);
}

static void jitter_of_the_host_does_not_shift_frames(void **state)
{
    (void)state;
    struct session_clock clock = {0};
    uint32_t random = 1;
    for (int i = 0; i < 100000; i++) {
        random = random * 1664525u + 1013904223u;
        int64_t host_us = i * (int64_t)PERIOD_US + random % 300000;
        assert_int_equal(session_clock_advance(&clock, (uint32_t)i * PERIOD_US, host_us), i * (int64_t)PERIOD_US);
    }
}

static void the_host_bridges_a_gap_longer_than_the_counter(void **state)
{
    (void)state;
    struct session_clock clock = {0};
    session_clock_advance(&clock, 100, 0);
    /* a gap of 2.5 wraps; the host is 1 s late */
    int64_t elapsed_us = 5 * (4294967296LL / 2);
    assert_int_equal(session_clock_advance(&clock, (uint32_t)(100 + elapsed_us), elapsed_us + 1000000), elapsed_us);
    /* a replay: the device's clock advances by most of a wrap, the host's hardly at all */
    assert_int_equal(session_clock_advance(&clock, (uint32_t)(100 + elapsed_us + 4000000000LL), elapsed_us + 1000000),
                     elapsed_us + 4000000000LL);
}

static void a_step_of_half_the_counter_is_not_a_boot_if_the_host_agrees(void **state)
{
    (void)state;
    struct session_clock clock = {0};
    session_clock_advance(&clock, 1000000, 0);
    int64_t elapsed_us = 2905000000; /* 48 minutes */
    uint32_t t_us = (uint32_t)(1000000 + elapsed_us);
    assert_false(session_clock_went_back(&clock, t_us, elapsed_us + 25000000)); /* the clocks differ by 0.9 % */
    assert_false(session_clock_went_back(&clock, t_us, elapsed_us + 4294967296LL - 2000000));
    assert_true(session_clock_went_back(&clock, t_us, 5000000)); /* only 5 s have passed, so the device has booted */
    assert_true(session_clock_went_back(&clock, t_us, elapsed_us + 40000000));
}

static void the_host_clock_bridges_a_boot(void **state)
{
    (void)state;
    struct session_clock clock = {0};
    session_clock_advance(&clock, 5000000, 70000000);
    session_clock_advance(&clock, 6000000, 71000000);
    assert_true(session_clock_went_back(&clock, 10000, 73500000));
    assert_true(session_clock_went_back(&clock, 6000000, 71000001));
    assert_false(session_clock_went_back(&clock, 6000001, 71000001));
    assert_int_equal(session_clock_restart(&clock, 10000, 73500000, PERIOD_US), 3500000);
    assert_int_equal(session_clock_advance(&clock, 10000 + PERIOD_US, 73500100), 3500000 + PERIOD_US);
    /* time advances even if the host's clock stands still (a replay) */
    assert_int_equal(session_clock_restart(&clock, 7, 73500100, PERIOD_US), 3500000 + 2 * PERIOD_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps_of_the_counter_are_undone),
        cmocka_unit_test(jitter_of_the_host_does_not_shift_frames),
        cmocka_unit_test(the_host_bridges_a_gap_longer_than_the_counter),
        cmocka_unit_test(a_step_of_half_the_counter_is_not_a_boot_if_the_host_agrees),
        cmocka_unit_test(the_host_clock_bridges_a_boot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
