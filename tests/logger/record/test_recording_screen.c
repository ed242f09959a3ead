/* SPDX-License-Identifier: MIT */
/* Enter during a recording of both legs, pressed too soon after the last Enter, or later. */

#include "record/recording_parts.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <unistd.h>

struct screen_fixture {
    struct recording recording;
    struct options options;
    int typing_fd;
};

static int setup(void **state)
{
    struct screen_fixture *fixture = calloc(1, sizeof *fixture);
    int ends[2];
    if (!fixture || pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
        return -1;
    close(ends[0]);
    fixture->typing_fd = ends[1];
    fixture->options.both_legs = true;
    fixture->recording.options = &fixture->options;
    prompt_accept_pipe(&fixture->recording.prompt);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct screen_fixture *fixture = *state;
    close(fixture->typing_fd);
    free(fixture);
    return 0;
}

/* Press Enter `after_us` after the start of the phase. Returns whether the press counts. */
static bool press_enter(struct screen_fixture *fixture, int64_t after_us)
{
    assert_int_equal(write(fixture->typing_fd, "\n", 1), 1);
    recording_screen_update(&fixture->recording, fixture->recording.phase.start_us + after_us);
    return fixture->recording.phase.enter_pressed;
}

static void the_second_enter_of_two_does_not_begin_the_other_leg(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->recording.phase.start_us = 5000000;
    fixture->recording.phase.waiting = true;
    assert_false(press_enter(fixture, 0));
    assert_false(press_enter(fixture, 300000));
    assert_true(press_enter(fixture, 1000000));
}

static void the_second_enter_of_two_does_not_end_the_leg(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->recording.phase.start_us = 5000000;
    fixture->recording.decoder.counts.rows = 100;
    assert_false(press_enter(fixture, 300000));
    recording_screen_update(&fixture->recording, 9000000); /* nor does that Enter count later */
    assert_false(fixture->recording.phase.enter_pressed);
    assert_true(press_enter(fixture, 4000001));
}

/* Return the seconds until the leg ends by a lift, after `loaded_s` under load and `lifted_s` lifted. */
static double left_s(struct screen_fixture *fixture, double loaded_s, double lifted_s)
{
    struct live_tracker *tracker = &fixture->recording.tracker;
    tracker->loaded = false;
    tracker->loaded_s = loaded_s;
    tracker->last_loaded_us = 5000000;
    tracker->time_us = 5000000 + (int64_t)(lifted_s * 1e6);
    return recording_lift_left_s(&fixture->recording);
}

static void a_lift_ends_a_leg_at_a_terminal_only(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->options.end_on_lift_s = -1;
    assert_true(isinf(left_s(fixture, 60, 60))); /* no terminal that shows the countdown */
    fixture->recording.status_line.can_redraw = true;
    assert_float_equal(left_s(fixture, 60, 6), OPTIONS_END_ON_LIFT_DEFAULT_S - 6, 1e-9);
    assert_true(isinf(left_s(fixture, 5, 60))); /* the user is still sitting down */
    fixture->options.end_on_lift_s = 8;
    assert_float_equal(left_s(fixture, 60, 6), 2, 1e-9);
    fixture->options.end_on_lift_s = 0;
    assert_true(isinf(left_s(fixture, 60, 60)));
    fixture->options.end_on_lift_s = 8;
    fixture->recording.phase.waiting = true;
    assert_true(isinf(left_s(fixture, 60, 60)));
    fixture->recording.phase.waiting = false;
    fixture->recording.prompt.can_ask = false;
    assert_true(isinf(left_s(fixture, 60, 60)));
}

static void enter_before_the_first_reading_ends_nothing(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->options.both_legs = false;
    assert_false(press_enter(fixture, 1000000));
    fixture->recording.decoder.counts.rows = 1;
    assert_true(press_enter(fixture, 2000000));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lift_ends_a_leg_at_a_terminal_only),
        TEST(enter_before_the_first_reading_ends_nothing),
        TEST(the_second_enter_of_two_does_not_begin_the_other_leg),
        TEST(the_second_enter_of_two_does_not_end_the_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
