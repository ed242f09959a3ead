/* SPDX-License-Identifier: MIT */
/* Enter during a recording of both legs, pressed too soon after the last Enter, or later. */

#include "record/recording_parts.h"
#include "support/cmocka_includes.h"

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
    assert_false(press_enter(fixture, 300000));
    recording_screen_update(&fixture->recording, 9000000); /* nor does that Enter count later */
    assert_false(fixture->recording.phase.enter_pressed);
    assert_true(press_enter(fixture, 4000001));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_second_enter_of_two_does_not_begin_the_other_leg),
        TEST(the_second_enter_of_two_does_not_end_the_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
