/* SPDX-License-Identifier: MIT */
/* roller-logger check of a roller that has to be waited for: one that falls silent, is running already, is
 * unplugged, or does not come. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

/* `option`: one more, or NULL. */
static struct program start_check(struct fixture *fixture, const char *option)
{
    const char *const argv[] = {LOGGER, "check", "--port", fixture->pty.path, "--duration", "1", option, NULL};
    device_pty_end_exclusive_mode(&fixture->pty);
    return program_start(argv, NULL);
}

static void a_live_roller_is_checked_for_the_given_duration(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_check(fixture, "--quiet");
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 30, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.out, "lost: 0 of 30 frames"));
    program_result_free(&result);
}

static void a_running_roller_is_asked_for_its_identity(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_check(fixture, "--quiet");
    wire_add_frames(&fixture->wire, 0, 30, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 30, 30, 20000 + 30 * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.out, "lost: 0 of "));
    program_result_free(&result);
}

static void a_roller_that_sends_nothing_is_named_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_check(fixture, NULL);
    assert_true(program_wait_for_err(&program, "The roller has sent nothing for 3 s. Waiting", LIMIT_S));
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 30, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.out, "lost: 0 of 30 frames"));
    program_result_free(&result);
}

/* A plug that falls out is no end of the check. */
static void an_unplugged_roller_is_not_healthy(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "check", "--port", fixture->pty.path, "--duration", "3600", NULL};
    struct program program = program_start(argv, NULL);
    assert_true(program_wait_for_err(&program, "by a full turn", LIMIT_S));
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 30, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    device_pty_close(&fixture->pty);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.out, "lost: 0 of 30 frames"));
    assert_ended(&result, 4, "The roller was unplugged after 0.3 s; the report above is about the time until then.");
}

static void frames_that_do_not_fit_are_not_called_missing(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add(&fixture->wire, "D,0,20000,1,2,3,4");
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 3,
                 "The roller announced 8 strips, but its frames have 4, so the roller could not be checked");
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 1, 20000);
    options = (struct program_options){.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 3, "No two of the frames that came belong together, so the roller could not be checked");
}

static void a_check_does_not_speak_of_recording(void **state)
{
    struct fixture *fixture = *state;
    static const char *const inputs[] = {"", "?", "noise without a roller\nmore noise\n"};
    static const char *const messages[] = {"The input is empty", "the roller could not be checked",
                                           "the roller could not be checked"};
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        struct program_options options = {.input = inputs[i], .input_length = strlen(inputs[i])};
        struct program_result result = program_run(argv, &options, LIMIT_S);
        assert_null(strstr(result.err, "recorded"));
        assert_ended(&result, 3, messages[i]);
    }
    wire_add_hello(&fixture->wire, "00A1");
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_null(strstr(result.err, "recorded"));
    assert_ended(&result, 3, "The roller sent no frames, so the roller could not be checked");
}

static void listening_to_an_idle_or_noisy_port_ends(void **state)
{
    struct fixture *fixture = *state;
    char noise[6000];
    struct program program = start_check(fixture, "--quiet");
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_string_equal(result.out, "");
    assert_ended(&result, 3, "The roller sent nothing");
    memset(noise, 'U', sizeof noise);
    const char *const argv[] = {LOGGER, "check", "--port", fixture->pty.path, "--duration", "60", NULL};
    device_pty_end_exclusive_mode(&fixture->pty);
    program = program_start(argv, NULL);
    device_pty_send(&fixture->pty, noise, sizeof noise);
    result = program_wait(&program, LIMIT_S);
    assert_string_equal(result.out, "");
    assert_ended(&result, 3, "no complete line from a roller");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_live_roller_is_checked_for_the_given_duration),
        LOGGER_TEST(a_running_roller_is_asked_for_its_identity),
        LOGGER_TEST(a_roller_that_sends_nothing_is_named_at_once),
        LOGGER_TEST(an_unplugged_roller_is_not_healthy),
        LOGGER_TEST(frames_that_do_not_fit_are_not_called_missing),
        LOGGER_TEST(a_check_does_not_speak_of_recording),
        LOGGER_TEST(listening_to_an_idle_or_noisy_port_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
