/* SPDX-License-Identifier: MIT */
/* What the user types before and during a leg, and when a leg begins or ends by itself. */

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
    fixture->recording.has_phases = true;
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
    fixture->recording.phase.waiting = fixture->recording.tracker.loaded = true;
    fixture->recording.decoder.header_ready = true;
    assert_false(press_enter(fixture, 0));
    assert_false(press_enter(fixture, 300000));
    assert_true(press_enter(fixture, 1000000));
}

static void the_second_enter_of_two_does_not_end_the_leg(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->recording.phase.start_us = 5000000;
    fixture->recording.decoder.header_ready = true;
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

static void a_lift_ends_a_leg_where_the_countdown_is_shown(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->options.end_on_lift_s = -1;
    assert_true(isinf(left_s(fixture, 60, 60))); /* no terminal that shows the countdown */
    fixture->options.control_fd = 3;             /* another program shows it */
    assert_float_equal(left_s(fixture, 60, 6), OPTIONS_END_ON_LIFT_DEFAULT_S - 6, 1e-9);
    fixture->options.control_fd = 0;
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
    fixture->options.both_legs = fixture->recording.has_phases = false;
    assert_false(press_enter(fixture, 1000000));
    fixture->recording.decoder.header_ready = true;
    assert_true(press_enter(fixture, 2000000));
}

/* Type a line while the leg waits for its start; returns whether the leg begins. */
static bool type_while_waiting(struct screen_fixture *fixture, const char *line)
{
    struct recording_phase *phase = &fixture->recording.phase;
    phase->waiting = fixture->recording.decoder.header_ready = true;
    phase->start_requested = phase->enter_pressed = false;
    phase->start_events = 0;
    assert_int_equal(write(fixture->typing_fd, line, strlen(line)), strlen(line));
    recording_screen_update(&fixture->recording, phase->start_us + 1000000);
    return phase->start_requested || phase->enter_pressed;
}

static void enter_sets_the_landmark_only_under_load(void **state)
{
    struct screen_fixture *fixture = *state;
    const struct recording_phase *phase = &fixture->recording.phase;
    assert_false(type_while_waiting(fixture, "\n"));
    assert_false(type_while_waiting(fixture, "what\n"));
    assert_true(type_while_waiting(fixture, "s\n"));
    assert_int_equal(phase->start_events, 0);
    fixture->recording.tracker.loaded = true;
    assert_true(type_while_waiting(fixture, "\n"));
    assert_int_equal(phase->start_events, SESSION_EVENT_ZERO);
    fixture->options.annotation.value[ANNOTATION_START] = "knee";
    assert_true(type_while_waiting(fixture, "\n"));
    assert_int_equal(phase->start_events, SESSION_EVENT_KNEE);
}

static void letters_set_landmarks_and_do_not_end_the_leg(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->recording.decoder.header_ready = true;
    assert_int_equal(write(fixture->typing_fd, "k\nz\nx\n", 6), 6);
    recording_screen_update(&fixture->recording, 3000000);
    assert_int_equal(fixture->recording.said.events, SESSION_EVENT_KNEE | SESSION_EVENT_ZERO);
    assert_int_equal(fixture->recording.said.host_us, 3000000);
    assert_false(fixture->recording.phase.enter_pressed);
}

/* Return whether a leg begins by itself so many seconds after the first reading. */
static bool begins_alone(struct screen_fixture *fixture, int64_t after_s)
{
    fixture->recording.phase.waiting = true;
    fixture->recording.phase.start_requested = false;
    fixture->recording.decoder.counts.rows = 1;
    recording_screen_update(&fixture->recording, fixture->recording.decoder.start_host_us + after_s * 1000000);
    return fixture->recording.phase.start_requested;
}

static void a_single_leg_begins_by_itself_and_the_second_of_two_does_not(void **state)
{
    struct screen_fixture *fixture = *state;
    fixture->options.both_legs = false;
    fixture->recording.decoder.start_host_us = 7000000;
    assert_false(begins_alone(fixture, 15));
    assert_int_equal(fixture->recording.phase.countdown_s, 0);
    assert_false(begins_alone(fixture, 26));
    assert_int_equal(fixture->recording.phase.countdown_s, 4);
    assert_true(begins_alone(fixture, 31));
    fixture->recording.phase.waiting = false;
    fixture->recording.decoder.header_ready = true;
    assert_false(press_enter(fixture, 40000000)); /* it was meant to begin the leg */
    assert_int_equal(fixture->recording.said.events, SESSION_EVENT_ZERO);
    fixture->recording.tracker.strokes = 1;
    assert_true(press_enter(fixture, 50000000));
    fixture->options.both_legs = true;
    assert_false(begins_alone(fixture, 600));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Follow the roller to `rolled_mm` at `host_s`. Returns whether the landmark is kept. */
static bool follow_to(struct recording *recording, double rolled_mm, double host_s, const char *event)
{
    struct session_row row = {.time_us = (int64_t)(host_s * 1e6), .host_us = (int64_t)(host_s * 1e6)};
    snprintf(row.event, sizeof row.event, "%s", event);
    recording->tracker.rolled_mm = rolled_mm;
    recording_landmark_follow(recording, &row);
    return recording->phase.start_events != 0;
}

/* The landmark is where the roller is when Enter is pressed, wherever it was moved before. */
static void enter_sets_the_landmark_where_the_roller_is(void **state)
{
    struct screen_fixture *fixture = *state;
    struct recording *recording = &fixture->recording;
    recording->phase.waiting = recording->tracker.loaded = true;
    recording->decoder.header_ready = true;
    recording->tracker.rolled_mm = 50;
    assert_true(press_enter(fixture, 2000000));
    assert_true(follow_to(recording, 50, 1, ""));
    assert_true(follow_to(recording, 51, 1.1, ""));
    free(recording->since_landmark.frame);
}

static void a_landmark_is_kept_until_it_was_left_long_ago(void **state)
{
    struct screen_fixture *fixture = *state;
    struct recording *recording = &fixture->recording;
    const size_t *count = &recording->since_landmark.count;
    for (int k = 0; k < 2; k++) {
        recording->tracker.rolled_mm = 0;
        recording_landmark_set(recording, SESSION_EVENT_ZERO);
        assert_true(follow_to(recording, 0, 1, "zero"));
        assert_true(follow_to(recording, 1, 500, ""));
        assert_int_equal(*count, 1);
        assert_true(follow_to(recording, 30, 501, ""));
        assert_true(follow_to(recording, 60, 799, ""));
        assert_int_equal(*count, 3);
        if (k == 0) {
            assert_true(follow_to(recording, 2, 801, ""));
            assert_int_equal(*count, 1);
            assert_true(follow_to(recording, 60, 802, ""));
        }
        /* Too long ago, or unknown for how long it was away. */
        assert_false(k == 0 ? follow_to(recording, 60, 803, "resume") : follow_to(recording, 60, 801, ""));
        assert_int_equal(*count, 0);
        assert_false(follow_to(recording, 0, 804, ""));
    }
    free(recording->since_landmark.frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lift_ends_a_leg_where_the_countdown_is_shown),
        TEST(a_single_leg_begins_by_itself_and_the_second_of_two_does_not),
        TEST(enter_sets_the_landmark_only_under_load),
        TEST(letters_set_landmarks_and_do_not_end_the_leg),
        TEST(enter_sets_the_landmark_where_the_roller_is),
        TEST(a_landmark_is_kept_until_it_was_left_long_ago),
        TEST(enter_before_the_first_reading_ends_nothing),
        TEST(the_second_enter_of_two_does_not_begin_the_other_leg),
        TEST(the_second_enter_of_two_does_not_end_the_leg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
