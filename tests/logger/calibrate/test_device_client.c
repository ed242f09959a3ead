/* SPDX-License-Identifier: MIT */
/* A roller that somebody talks with, and that does not talk: silent from the start or later, pulled, or given
 * up. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <unistd.h>

/* `calibrate show` at a port on which nobody says who they are; until it asks. */
static struct program start_asking(struct fixture *fixture)
{
    const char *const argv[] = {LOGGER, "calibrate", "show", "--port", fixture->pty.path, NULL};
    struct program program = program_start(argv, NULL);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    return program;
}

static void a_port_where_nobody_answers_is_told_as_such(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4,
                 "No roller has said who it is within 10 s. Is this its port, and its firmware on it?");
}

static void who_stops_meanwhile_is_not_kept_waiting(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "Stopped.");
}

static void a_roller_pulled_before_it_answered_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_asking(fixture);
    device_pty_close(&fixture->pty);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "The roller was unplugged.");
}

static void a_roller_that_falls_silent_is_told(void **state)
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
    assert_int_equal(pipe(typing), 0); /* somebody sits there and types nothing */
    struct program_options options = {.input_fd = typing[0]};
    struct program program = program_start(argv, &options);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_err(&program, "Strip 0: turn it to the top", LIMIT_S));
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 4, "Nothing has come from the roller for 5 s. The roller is unchanged.");
    close(typing[1]);
    assert_true(folder_is_empty(fixture->dir.path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_port_where_nobody_answers_is_told_as_such),
        LOGGER_TEST(who_stops_meanwhile_is_not_kept_waiting),
        LOGGER_TEST(a_roller_pulled_before_it_answered_is_told),
        LOGGER_TEST(a_roller_that_falls_silent_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
