/* SPDX-License-Identifier: MIT */
/* A roller that never answers or falls silent, one that is unplugged, and a user who stops waiting. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <unistd.h>

/* Start `calibrate show` on a port without a roller, and wait until it asks for the identity. */
static struct program start_asking(struct fixture *fixture)
{
    const char *const argv[] = {LOGGER, "calibrate", "show", "--port", fixture->pty.path, NULL};
    struct program program = program_start(argv, NULL);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    return program;
}

static void a_port_without_an_answer_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4,
                 "No roller has identified itself within 10 s. Is this its port, and is its firmware installed?");
}

static void the_user_can_stop_the_wait(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "Stopped.");
}

static void an_unplug_before_the_identity_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    device_pty_close(&fixture->pty);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "The roller was unplugged.");
}

static void an_idle_roller_is_reported(void **state)
{
    struct fixture *fixture = *state;
    char path[512];
    const char *const argv[] = {LOGGER,
                                "calibrate",
                                "strips",
                                "--port",
                                fixture->pty.path,
                                "-o",
                                temp_dir_join(&fixture->dir, "c.csv", path, sizeof path),
                                NULL};
    int typing[2];
    assert_int_equal(pipe(typing), 0); /* nothing is typed */
    struct program_options options = {.input_fd = typing[0]};
    struct program program = program_start(argv, &options);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_err(&program, "Strip 0: turn it to the top", LIMIT_S));
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "The roller has sent nothing for 5 s. The roller is unchanged.");
    close(typing[1]);
    assert_true(folder_is_empty(fixture->dir.path));
}

/* A press for a mark, a zero or a knee; how long the user holds the button does not matter. */
static void any_press_of_the_button_answers(void **state)
{
    struct fixture *fixture = *state;
    static const char *const presses[] = {"mark", "zero", "knee"};
    for (size_t i = 0; i < sizeof presses / sizeof *presses; i++) {
        const char *const argv[] = {LOGGER, "calibrate",   "radius", "--port", fixture->pty.path,
                                    "-o",   fixture->path, NULL};
        int typing[2];
        assert_int_equal(pipe(typing), 0);
        struct program_options options = {.input_fd = typing[0]};
        struct program program = program_start(argv, &options);
        assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
        fixture->wire.length = 0;
        wire_add_hello(&fixture->wire, "00A1");
        wire_add_frames(&fixture->wire, 0, 20, 20000);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        assert_true(program_wait_for_err(&program, "How far apart", LIMIT_S));
        assert_int_equal(write(typing[1], "\n", 1), 1); /* the default */
        assert_true(program_wait_for_err(&program, "Press Enter (or its button)", LIMIT_S));
        fixture->wire.length = 0;
        wire_add(&fixture->wire, "E,%u,%s", 300000, presses[i]);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        assert_true(program_wait_for_err(&program, "(button)", LIMIT_S));
        kill(program.pid, SIGINT);
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_ended(&result, 4, "Stopped.");
        close(typing[0]);
        close(typing[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_port_without_an_answer_is_reported),      LOGGER_TEST(the_user_can_stop_the_wait),
        LOGGER_TEST(an_unplug_before_the_identity_is_reported), LOGGER_TEST(an_idle_roller_is_reported),
        LOGGER_TEST(any_press_of_the_button_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
