/* SPDX-License-Identifier: MIT */
/* Time that stands still for one of the two: a silent roller, a stopped logger, a wall clock that is set. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"

#include <math.h>
#include <signal.h>
#include <unistd.h>

static void send_frames(struct fixture *fixture, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (first == 0)
        wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, first, count, 20000 + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

static void silence_and_its_end_are_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    send_frames(fixture, 0, 20);
    device_pty_drain(&fixture->pty);
    double start_s = now_s() - 0.4; /* device_pty_drain watches an empty pseudo-terminal for that long */
    assert_true(program_wait_for_err(&program, "Nothing has come from the roller", LIMIT_S));
    double reported_s = now_s() - start_s;
    send_frames(fixture, 20, 20);
    assert_true(program_wait_for_err(&program, "sends again, after", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 40 frames");
    printf("figure: silence reported after %.1f s\n", reported_s);
    assert_true(reported_s > 1.5 && reported_s < 4);
    fault_held("18", "silence", 1, "reported within 2 s, and its end");
}

/*
 * Stop a logger, send frames, and continue it. If `hold` is not NULL, the shim holds the writing thread there
 * while the reader thread finishes. Returns the longest time for which the running logger may have received
 * nothing.
 */
static double stop_and_continue(struct fixture *fixture, const char *hold, const char *held)
{
    char entry[560];
    snprintf(entry, sizeof entry, "HOLD_SHIM=%s", hold ? hold : "");
    const char *const env[] = {PRELOAD("hold_shim"), PRELOAD_ASAN, entry, NULL};
    struct program program = start_on_pty_in(fixture, hold ? env : NULL, NULL, NULL);
    double start_s = now_s();
    send_frames(fixture, 0, 100);
    device_pty_drain(&fixture->pty);
    if (hold) {
        temp_file_write(hold, "", 0);
        while (access(held, F_OK) != 0 && now_s() - start_s < LIMIT_S)
            usleep(5000);
        assert_int_equal(access(held, F_OK), 0);
    }
    kill(program.pid, SIGSTOP);
    double stopped_s = now_s();
    send_frames(fixture, 100, 40); /* fits the kernel's buffer */
    usleep(2500000);
    double continued_s = now_s();
    kill(program.pid, SIGCONT);
    device_pty_drain(&fixture->pty);
    if (hold) {
        unlink(held);
        unlink(hold);
    }
    kill(program.pid, SIGINT);
    double ended_s = now_s();
    struct program_result result = program_wait(&program, LIMIT_S);
    bool alarmed = strstr(result.err, "Nothing has come") != NULL;
    assert_ended(&result, 0, "Lost: 0 of 140 frames");
    double silent_s = fmax(stopped_s - start_s, ended_s - continued_s);
    assert_false(alarmed && silent_s < 1.7); /* a false alarm */
    unlink(fixture->path);
    return silent_s;
}

/* A machine too busy to do this without a real silence says nothing: try again. */
static void stop_and_continue_in_time(struct fixture *fixture, const char *hold, const char *held)
{
    for (int tries = 0; tries < 10; tries++) {
        if (stop_and_continue(fixture, hold, held) < 1.7)
            return;
    }
    fail_msg("this machine is too busy for the test");
}

static void a_stopped_logger_continues(void **state)
{
    stop_and_continue_in_time(*state, NULL, NULL);
    fault_held("19", "logger stopped and continued", 1, "nothing lost, no false alarm");
}

/* The writing thread sleeps between finding its queue empty and checking for silence, while the reader thread
 * receives the frames: its view is outdated when it wakes. */
static void no_order_of_the_threads_makes_a_silence(void **state)
{
    struct fixture *fixture = *state;
    char hold[512], held[520];
    temp_dir_join(&fixture->dir, "hold", hold, sizeof hold);
    snprintf(held, sizeof held, "%s.held", hold);
    stop_and_continue_in_time(fixture, hold, held);
    fault_held("19", "the same, its threads in the worst order", 1, "nothing lost, no false alarm");
}

static void a_wall_clock_that_is_set_moves_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("clock_shim"), PRELOAD_ASAN, NULL};
    double start_s = now_s();
    struct program program = start_on_pty_in(fixture, env, "--duration", "1.5");
    send_frames(fixture, 0, 100);
    struct program_result result = program_wait(&program, LIMIT_S);
    double took_s = now_s() - start_s;
    assert_ended(&result, 0, "100 rows");
    assert_true(took_s > 1.5 && took_s < 10);
    char *bytes = temp_file_read(fixture->path, NULL);
    for (const char *line = bytes; *line; line = strchr(line, '\n') + 1) {
        double time_s, host_s;
        if (sscanf(line, "%lf,%lf", &time_s, &host_s) == 2)
            assert_true(host_s >= 0 && host_s < took_s);
    }
    free(bytes);
    fault_held("21", "wall clock set by an hour, back and forth", 1, "no time moves");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(silence_and_its_end_are_reported),
        LOGGER_TEST(a_stopped_logger_continues),
        LOGGER_TEST(no_order_of_the_threads_makes_a_silence),
        LOGGER_TEST(a_wall_clock_that_is_set_moves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
