/* SPDX-License-Identifier: MIT */
/* Recordings that another program controls and follows, when that program, the logger or the roller fails. */

#include "logger/support/controlled_run.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void the_end_of_the_control_saves_the_recording(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, NULL, NULL);
    controlled_await_rows(run, 10);
    close(run->control);
    run->control = -1;
    assert_true(controlled_assert_saved(controlled_expect(run, "saved"), run->base->path) >= 10);
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
}

/* The program that controls the recording is killed: both of its ends are closed. */
static void a_killed_program_loses_no_row(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, NULL, NULL);
    controlled_await_rows(run, 10);
    close(run->control);
    close(run->events);
    run->control = run->events = -1;
    struct program_result result = program_wait(&run->program, LIMIT_S);
    assert_ended(&result, 0, NULL);
    assert_true(assert_whole_rows(run->base->path) >= 10);
}

static void a_closed_reader_of_events_does_not_end_the_recording(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, NULL, NULL);
    controlled_await_rows(run, 10);
    close(run->events);
    run->events = -1;
    assert_true(program_wait_for_err(&run->program, "The program that read the events has closed them.", LIMIT_S));
    fake_roller_wait_for_readings(&run->roller, 50);
    controlled_command(run, "mark");
    controlled_command(run, "stop");
    struct program_result result = program_wait(&run->program, LIMIT_S);
    assert_ended(&result, 0, NULL);
    assert_true(assert_whole_rows(run->base->path) >= 50);
    assert_int_equal(session_rows_with(run->base->path, "mark"), 1);
}

static void a_reader_that_stops_loses_live_lines_only(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, NULL, NULL);
    fake_roller_wait_for_readings(&run->roller,
                                  600); /* about six seconds without a reader: more than the socket holds */
    controlled_command(run, "mark");
    fake_roller_wait_for_readings(&run->roller, 20);
    assert_int_equal(event_number(controlled_expect(run, "mark"), "marks"), 1);
    const json_t *dropped = controlled_expect(run, "dropped");
    assert_true(event_number(dropped, "live") > 0);
    assert_int_equal(event_number(dropped, "other"), 0);
    controlled_await_rows(run, 600);
    controlled_command(run, "stop");
    assert_true(controlled_assert_saved(controlled_expect(run, "saved"), run->base->path) >= 600);
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
}

static void garbage_on_the_control_does_no_harm(void **state)
{
    struct controlled_run *run = *state;
    char noise[4000];
    controlled_begin(run, NULL, NULL);
    controlled_send(run, "mark\n\0\xff\n{}\n", 11);
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_json");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_json");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "unknown_command");
    memset(noise, 'x', sizeof noise);
    for (unsigned i = 0; i < 50; i++)
        controlled_send(run, noise, sizeof noise);
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "too_long");
    controlled_send(run, "\n", 1);
    controlled_command(run, "mark");
    controlled_expect(run, "mark");
    controlled_command(run, "stop");
    controlled_assert_saved(controlled_expect(run, "saved"), run->base->path);
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
}

static void a_killed_logger_ends_the_events(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, NULL, NULL);
    controlled_await_rows(run, 250); /* the file is flushed every second */
    kill(run->program.pid, SIGKILL);
    while (read(run->events, run->bytes, sizeof run->bytes) > 0)
        continue;
    run->used = 0;
    struct program_result result = program_wait(&run->program, LIMIT_S);
    assert_ended(&result, 128 + SIGKILL, NULL);
    assert_true(assert_whole_rows(run->base->part) > 0);
}

static void an_unplugged_roller_is_reported(void **state)
{
    struct controlled_run *run = *state;
    controlled_begin(run, "--wait", "600");
    controlled_await_rows(run, 10);
    fake_roller_stop(&run->roller);
    run->roller.pty = NULL;
    device_pty_close(&run->base->pty);
    const json_t *lost = controlled_expect(run, "lost_link");
    assert_string_equal(event_text(lost, "reason"), "unplugged");
    assert_float_equal(event_number(lost, "wait_s"), 600, 0);
    assert_non_null(strstr(event_text(controlled_expect(run, "notice"), "text"), "unplugged"));
    while (!event_flag(controlled_expect(run, "state"), "unplugged"))
        continue;
    controlled_command(run, "mark");
    assert_string_equal(event_text(controlled_expect(run, "error"), "code"), "not_now");
    controlled_command(run, "stop");
    assert_true(controlled_assert_saved(controlled_expect(run, "saved"), run->base->path) >= 10);
    struct program_result result = controlled_end(run, 0);
    program_result_free(&result);
}

/* Run the logger with an option, whose descriptor is `fd`, and expect that it is refused. */
static void assert_refused(struct controlled_run *run, const char *option, int fd, const char *port, const char *more,
                           const char *message)
{
    char number[12];
    snprintf(number, sizeof number, "%d", fd);
    const char *const argv[] = {LOGGER,   "record", "-o", run->base->path,           option, number,
                                "--port", port,     more, more ? "right.raw" : NULL, NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    assert_ended(&result, 2, message);
    assert_true(folder_is_empty(run->base->dir.path));
}

static void descriptors_that_cannot_be_used_are_refused(void **state)
{
    struct controlled_run *run = *state;
    const char *port = run->base->pty.path;
    int ends[2], terminal = posix_openpt(O_RDWR | O_NOCTTY), file = open("/dev/null", O_RDONLY);
    assert_int_equal(pipe(ends), 0);
    assert_true(terminal >= 0 && file >= 0);
    assert_refused(run, "--events", 1, port, NULL, "--events");
    assert_refused(run, "--control", 0, port, NULL, "--control");
    assert_refused(run, "--events", 900, port, NULL, "--events 900: this descriptor is not open.");
    assert_refused(run, "--control", 900, port, NULL, "--control 900: this descriptor is not open.");
    assert_refused(run, "--events", ends[0], port, NULL, "not open for writing");
    assert_refused(run, "--control", ends[1], port, NULL, "not open for reading");
    assert_refused(run, "--events", terminal, port, NULL, "not a terminal");
    assert_refused(run, "--control", terminal, port, NULL, "a pipe or a socket");
    assert_refused(run, "--control", file, port, NULL, "a pipe or a socket");
    assert_refused(run, "--control", ends[0], "-", NULL, "cannot be combined with --port -");
    assert_refused(run, "--control", ends[0], SOURCE_DIR "/README.md", NULL, "--control needs a roller");
    assert_refused(run, "--control", ends[0], port, "--raw", "cannot be combined with --control");
    close(ends[0]);
    close(ends[1]);
    close(terminal);
    close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTROLLED_TEST(the_end_of_the_control_saves_the_recording),
        CONTROLLED_TEST(a_killed_program_loses_no_row),
        CONTROLLED_TEST(a_closed_reader_of_events_does_not_end_the_recording),
        CONTROLLED_TEST(a_reader_that_stops_loses_live_lines_only),
        CONTROLLED_TEST(garbage_on_the_control_does_no_harm),
        CONTROLLED_TEST(a_killed_logger_ends_the_events),
        CONTROLLED_TEST(an_unplugged_roller_is_reported),
        CONTROLLED_TEST(descriptors_that_cannot_be_used_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
