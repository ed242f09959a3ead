/* SPDX-License-Identifier: MIT */
/* Enter while both legs are recorded, too soon or in time. */

#include "record/recording_parts.h"
#include "support/cmocka_includes.h"

#include <unistd.h>

struct desk {
    struct recording recording;
    struct options options;
    int typing_fd;
};

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    int ends[2];
    if (!desk || pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
        return -1;
    close(ends[0]);
    desk->typing_fd = ends[1];
    desk->options.both_legs = true;
    desk->recording.options = &desk->options;
    prompt_accept_pipe(&desk->recording.prompt);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    close(desk->typing_fd);
    free(desk);
    return 0;
}

/* Press Enter `after_us` after the start of the phase; returns whether it counts. */
static bool press_enter(struct desk *desk, int64_t after_us)
{
    assert_int_equal(write(desk->typing_fd, "\n", 1), 1);
    recording_screen_update(&desk->recording, desk->recording.phase_start_us + after_us);
    return desk->recording.enter_pressed;
}

static void the_second_enter_of_two_does_not_begin_the_other_leg(void **state)
{
    struct desk *desk = *state;
    desk->recording.phase_start_us = 5000000;
    desk->recording.waiting = true;
    assert_false(press_enter(desk, 0));
    assert_false(press_enter(desk, 300000));
    assert_true(press_enter(desk, 1000000));
}

static void the_second_enter_of_two_does_not_end_the_leg(void **state)
{
    struct desk *desk = *state;
    desk->recording.phase_start_us = 5000000;
    assert_false(press_enter(desk, 300000));
    recording_screen_update(&desk->recording, 9000000); /* nor does it count later */
    assert_false(desk->recording.enter_pressed);
    assert_true(press_enter(desk, 4000001));
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
