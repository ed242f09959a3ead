/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "button.h"
#include "support/cmocka_includes.h"

#define STEP_US 1664u

static struct button button;
static uint32_t now_us;
static uint32_t pressed_us;
static unsigned marks;
static unsigned zeros;
static unsigned knees;

/* Keep the pin in a state for a time, and count the events. */
static void hold(bool down, uint32_t duration_us)
{
    for (uint32_t elapsed_us = 0; elapsed_us < duration_us; elapsed_us += STEP_US) {
        enum button_event event = button_update(&button, down, now_us);
        marks += event == BUTTON_MARK;
        zeros += event == BUTTON_ZERO;
        knees += event == BUTTON_KNEE;
        now_us += STEP_US;
    }
}

static int start(void **state)
{
    (void)state;
    now_us = 5000;
    marks = 0;
    zeros = 0;
    knees = 0;
    button_init(&button);
    hold(false, 50000);
    return 0;
}

static void press(uint32_t duration_us)
{
    pressed_us = now_us;
    hold(true, duration_us);
}

static void an_untouched_button_reports_nothing(void **state)
{
    (void)state;
    hold(false, 5000000);
    assert_int_equal(marks + zeros, 0);
}

static void a_short_press_marks_once_on_release(void **state)
{
    (void)state;
    hold(false, 100000);
    press(200000);
    assert_int_equal(marks, 0);
    hold(false, 2000000);
    assert_int_equal(marks, 1);
    assert_int_equal(zeros, 0);
    assert_int_equal(button.pressed_us, pressed_us);
}

static void a_press_of_a_second_zeroes_when_it_ends(void **state)
{
    (void)state;
    press(1000000 + STEP_US);
    assert_int_equal(marks + zeros + knees, 0);
    uint32_t released_us = now_us;
    hold(false, 2000000);
    assert_int_equal(zeros, 1);
    assert_int_equal(marks + knees, 0);
    assert_int_equal(button.changed_us, released_us);
    press(998400);
    hold(false, 100000);
    assert_int_equal(marks, 1);
    press(3000000 - 2 * STEP_US);
    hold(false, 100000);
    assert_int_equal(zeros, 2);
    assert_int_equal(knees, 0);
}

static void a_press_of_three_seconds_is_the_knee_and_nothing_else(void **state)
{
    (void)state;
    press(3000000 + STEP_US);
    hold(false, 100000);
    assert_int_equal(knees, 1);
    press(60000000);
    hold(false, 100000);
    assert_int_equal(knees, 2);
    assert_int_equal(marks + zeros, 0);
    /* The next short press is a mark again. */
    press(100000);
    hold(false, 100000);
    assert_int_equal(marks, 1);
}

static void what_a_release_would_mean_is_known_while_the_button_is_down(void **state)
{
    (void)state;
    assert_int_equal(button_pending(&button, now_us), BUTTON_NONE);
    press(500000);
    assert_int_equal(button_pending(&button, now_us), BUTTON_MARK);
    hold(true, 600000);
    assert_int_equal(button_pending(&button, now_us), BUTTON_ZERO);
    hold(true, 2000000);
    assert_int_equal(button_pending(&button, now_us), BUTTON_KNEE);
    hold(false, 100000);
    assert_int_equal(button_pending(&button, now_us), BUTTON_NONE);
    button_init(&button);
    hold(true, 2000000);
    assert_int_equal(button_pending(&button, now_us), BUTTON_NONE);
}

static void contacts_shorter_than_20_ms_are_bounces(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        hold(true, 18000);
        hold(false, 3000);
    }
    assert_int_equal(marks + zeros, 0);
    hold(false, 100000);
    assert_int_equal(marks + zeros, 0);
}

static void a_bouncing_press_is_one_press(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        hold(true, 3000);
        hold(false, 3000);
    }
    press(300000);
    for (int i = 0; i < 5; i++) {
        hold(false, 3000);
        hold(true, 3000);
    }
    hold(false, 300000);
    assert_int_equal(marks, 1);
    assert_int_equal(button.pressed_us, pressed_us);
}

static void bounces_do_not_end_a_long_press(void **state)
{
    (void)state;
    press(600000);
    hold(false, 10000);
    hold(true, 600000);
    hold(false, 100000);
    assert_int_equal(zeros, 1);
    assert_int_equal(marks, 0);
}

static void a_button_held_at_the_start_is_ignored_until_released(void **state)
{
    (void)state;
    button_init(&button);
    hold(true, 4000000);
    hold(false, 300000);
    assert_int_equal(marks + zeros + knees, 0);
    press(100000);
    hold(false, 100000);
    assert_int_equal(marks, 1);
}

static void presses_are_detected_when_the_clock_wraps(void **state)
{
    (void)state;
    now_us = UINT32_MAX - 500000;
    press(1100000);
    hold(false, 100000);
    assert_int_equal(zeros, 1);
    now_us = UINT32_MAX - 10000;
    press(100000);
    hold(false, 100000);
    assert_int_equal(marks, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_untouched_button_reports_nothing, start),
        cmocka_unit_test_setup(a_short_press_marks_once_on_release, start),
        cmocka_unit_test_setup(a_press_of_a_second_zeroes_when_it_ends, start),
        cmocka_unit_test_setup(a_press_of_three_seconds_is_the_knee_and_nothing_else, start),
        cmocka_unit_test_setup(what_a_release_would_mean_is_known_while_the_button_is_down, start),
        cmocka_unit_test_setup(contacts_shorter_than_20_ms_are_bounces, start),
        cmocka_unit_test_setup(a_bouncing_press_is_one_press, start),
        cmocka_unit_test_setup(bounces_do_not_end_a_long_press, start),
        cmocka_unit_test_setup(a_button_held_at_the_start_is_ignored_until_released, start),
        cmocka_unit_test_setup(presses_are_detected_when_the_clock_wraps, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
