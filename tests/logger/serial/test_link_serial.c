/* SPDX-License-Identifier: MIT */
/* Links through libserialport: pseudo-terminals that look like serial devices (shim/serial_shim.c). */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <unistd.h>

static struct program start_on_device(struct fixture *fixture, const char *port, const char *unplug_entry,
                                      const char *wait_s)
{
    const char *const argv[] = {LOGGER,   "record", "--port", port,   "-o", fixture->path,
                                "--baud", "250000", "--wait", wait_s, NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, unplug_entry, NULL};
    struct program_options options = {.env = env};
    device_pty_report_flush(&fixture->pty);
    return program_start(argv, &options);
}

/* Send the wire text when the logger has opened the device, because opening discards unread bytes. */
static void send_when_open(struct fixture *fixture)
{
    device_pty_await_flush(&fixture->pty);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

static void a_serial_device_is_recorded_through_a_symbolic_link(void **state)
{
    struct fixture *fixture = *state;
    char port[512];
    assert_int_equal(symlink(fixture->pty.path, temp_dir_join(&fixture->dir, "roller", port, sizeof port)), 0);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 300, 20000);
    struct program program = start_on_device(fixture, port, NULL, "0");
    send_when_open(fixture);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGTERM);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 300 frames");
}

static void a_symbolic_link_may_have_a_long_name(void **state)
{
    struct fixture *fixture = *state;
    char port[512];
    assert_int_equal(symlink(fixture->pty.path, temp_dir_join(&fixture->dir, LONG_NAME, port, sizeof port)), 0);
    wire_add_hello(&fixture->wire, "00A1");
    const char *const argv[] = {LOGGER, "record", "--port", port, "-o", fixture->path, NULL};
    const char *const env[] = {PRELOAD("serial_shim"), PRELOAD_ASAN, NULL};
    device_pty_report_flush(&fixture->pty);
    struct program program = program_start(argv, &(struct program_options){.env = env});
    send_when_open(fixture);
    for (unsigned i = 0; i < 600 && !program_wait_for_err(&program, "Recording to", 0.05); i++) {
        wire_free(&fixture->wire);
        wire_add_data(&fixture->wire, i, 20000 + i * WIRE_PERIOD_US);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    }
    kill(program.pid, SIGTERM);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of ");
}

static void an_unplugged_device_ends_the_recording_and_is_reported(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    struct program program = start_on_device(fixture, fixture->pty.path, "SERIAL_SHIM_UNPLUGGED_AT=60", "1");
    send_when_open(fixture);
    /* The lines so far arrive in at most 60 reads. Frames are sent until there have been enough. */
    for (unsigned i = 20; i < 5000 && !program_wait_for_err(&program, "unplugged", 0.01); i++) {
        wire_free(&fixture->wire);
        wire_add_data(&fixture->wire, i, 20000 + i * WIRE_PERIOD_US);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    }
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.err, "Saved"));
    assert_memory_equal(result.out, fixture->path, strlen(fixture->path));
    assert_ended(&result, 4, "did not come back");
    assert_int_equal(access(fixture->path, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_serial_device_is_recorded_through_a_symbolic_link),
        LOGGER_TEST(a_symbolic_link_may_have_a_long_name),
        LOGGER_TEST(an_unplugged_device_ends_the_recording_and_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
