/* SPDX-License-Identifier: MIT */
/* The phases of a session. */
#include "support/cmocka_includes.h"

#include "session/phase.h"

static void send(struct phase_state *state, enum phase_command command, enum phase_action expected)
{
    assert_int_equal(phase_command(state, command), expected);
}

static void one_leg_from_listening_to_done(void **unused)
{
    struct phase_state state = {0};
    (void)unused;
    send(&state, PHASE_COMMAND_LISTEN, PHASE_START_LOGGER);
    assert_int_equal(state.phase, PHASE_LISTENING);
    phase_report(&state, PHASE_LOGGER_LISTENS);
    assert_int_equal(state.phase, PHASE_LISTENING);
    send(&state, PHASE_COMMAND_ZERO, PHASE_SEND);
    send(&state, PHASE_COMMAND_START, PHASE_SEND);
    assert_int_equal(state.phase, PHASE_LISTENING); /* until the logger records */
    phase_report(&state, PHASE_LOGGER_RECORDS);
    assert_int_equal(state.phase, PHASE_ROLLING);
    send(&state, PHASE_COMMAND_START, PHASE_IGNORE);
    send(&state, PHASE_COMMAND_MARK, PHASE_SEND);
    send(&state, PHASE_COMMAND_NEXT, PHASE_SEND);
    phase_report(&state, PHASE_LOGGER_SAVED);
    phase_report(&state, PHASE_LOGGER_ENDED);
    assert_int_equal(state.phase, PHASE_DONE);
    send(&state, PHASE_COMMAND_DONE, PHASE_CLEAR);
    assert_int_equal(state.phase, PHASE_READY);
    assert_int_equal(state.saved, 0);
}

static void both_legs_change_between_them(void **unused)
{
    struct phase_state state = {0};
    (void)unused;
    send(&state, PHASE_COMMAND_LISTEN, PHASE_START_LOGGER);
    phase_report(&state, PHASE_LOGGER_RECORDS);
    phase_report(&state, PHASE_LOGGER_SAVED);
    phase_report(&state, PHASE_LOGGER_LISTENS);
    assert_int_equal(state.phase, PHASE_CHANGE);
    send(&state, PHASE_COMMAND_MARK, PHASE_REFUSE);
    send(&state, PHASE_COMMAND_START, PHASE_SEND);
    phase_report(&state, PHASE_LOGGER_RECORDS);
    assert_int_equal(state.phase, PHASE_ROLLING);
    phase_report(&state, PHASE_LOGGER_SAVED);
    phase_report(&state, PHASE_LOGGER_ENDED);
    assert_int_equal(state.phase, PHASE_DONE);
    assert_int_equal(state.saved, 2);
}

static void a_session_may_end_with_one_of_two_legs(void **unused)
{
    struct phase_state state = {.phase = PHASE_CHANGE, .saved = 1};
    (void)unused;
    send(&state, PHASE_COMMAND_STOP, PHASE_SEND);
    phase_report(&state, PHASE_LOGGER_ENDED);
    assert_int_equal(state.phase, PHASE_DONE);
}

static void nothing_saved_leads_back_to_ready(void **unused)
{
    struct phase_state state = {.phase = PHASE_ROLLING};
    (void)unused;
    send(&state, PHASE_COMMAND_DISCARD, PHASE_SEND);
    phase_report(&state, PHASE_LOGGER_ENDED);
    assert_int_equal(state.phase, PHASE_READY);
}

static void a_late_report_does_not_open_a_closed_session(void **unused)
{
    static const enum phase closed[] = {PHASE_READY, PHASE_DONE};
    (void)unused;
    for (size_t i = 0; i < 2; i++) {
        struct phase_state state = {.phase = closed[i]};
        phase_report(&state, PHASE_LOGGER_RECORDS);
        phase_report(&state, PHASE_LOGGER_LISTENS);
        phase_report(&state, PHASE_LOGGER_ENDED);
        assert_int_equal(state.phase, closed[i]);
    }
}

/* Whatever is asked for: a recording is not left without its end, and only a complete session is cleared. */
static void no_command_leaves_a_recording_behind(void **unused)
{
    (void)unused;
    for (int command = 0; command < PHASE_COMMANDS; command++) {
        struct phase_state state = {.phase = PHASE_ROLLING, .saved = 1};
        enum phase_action action = phase_command(&state, (enum phase_command)command);
        assert_int_equal(state.phase, PHASE_ROLLING);
        assert_true(action != PHASE_START_LOGGER && action != PHASE_CLEAR);
    }
}

static void names_lead_to_commands_and_back(void **unused)
{
    enum phase_command command;
    (void)unused;
    for (int i = 0; i < PHASE_COMMANDS; i++) {
        assert_true(phase_command_from_name(phase_command_name((enum phase_command)i), &command));
        assert_int_equal(command, i);
    }
    assert_false(phase_command_from_name("record", &command));
    assert_false(phase_command_from_name("", &command));
    assert_false(phase_command_from_name(NULL, &command));
    assert_string_equal(phase_name(PHASE_CHANGE), "change");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_leg_from_listening_to_done),
        cmocka_unit_test(both_legs_change_between_them),
        cmocka_unit_test(a_session_may_end_with_one_of_two_legs),
        cmocka_unit_test(nothing_saved_leads_back_to_ready),
        cmocka_unit_test(a_late_report_does_not_open_a_closed_session),
        cmocka_unit_test(no_command_leaves_a_recording_behind),
        cmocka_unit_test(names_lead_to_commands_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
