/* SPDX-License-Identifier: MIT */
/* Pauses and clock changes: an idle roller, a stopped logger, a changed wall clock. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"

#include <math.h>
#include <signal.h>
#include <unistd.h>

#define STOPPED_US 2500000 /* long enough for an idle roller to be reported */

static void send_frames(struct fixture *fixture, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (first == 0)
        wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, first, count, 20000 + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

static void an_idle_roller_and_its_return_are_reported(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    double start_s = now_s();
    send_frames(fixture, 0, 20);
    device_pty_drain(&fixture->pty);
    assert_true(program_wait_for_err(&program, "The roller has sent nothing", LIMIT_S));
    double reported_s = now_s() - start_s;
    send_frames(fixture, 20, 20);
    assert_true(program_wait_for_err(&program, "is sending again after", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 40 frames");
    printf("figure: silence reported after %.1f s\n", reported_s);
    assert_true(reported_s >= 2 && reported_s < 4 * busy_factor());
    fault_held("18", "silence", 1, "reported after 2 s, and its end");
}

/* Stop a logger, send frames to it, and continue it. Unless `hold_path` is NULL, the shim holds the writing thread
 * while the reader thread processes the frames. Returns the longest time for which the running logger may
 * have received nothing. */
static double stop_and_continue(struct fixture *fixture, const char *hold_path, const char *held_path)
{
    char entry[560];
    snprintf(entry, sizeof entry, "HOLD_SHIM=%s", hold_path ? hold_path : "");
    const char *const env[] = {PRELOAD("hold_shim"), PRELOAD_ASAN, entry, NULL};
    struct program program = start_on_pty_in(fixture, hold_path ? env : NULL, NULL, NULL);
    double start_s = now_s();
    send_frames(fixture, 0, 100);
    device_pty_drain(&fixture->pty);
    if (hold_path) {
        temp_file_write(hold_path, "", 0);
        assert_true(program_wait_for_path(&program, held_path, LIMIT_S));
    }
    kill(program.pid, SIGSTOP);
    double stopped_s = now_s();
    send_frames(fixture, 100, 40); /* no more than the kernel can buffer */
    usleep(STOPPED_US);
    double continued_s = now_s();
    kill(program.pid, SIGCONT);
    device_pty_drain(&fixture->pty);
    if (hold_path) {
        unlink(held_path);
        unlink(hold_path);
    }
    kill(program.pid, SIGINT);
    double ended_s = now_s();
    struct program_result result = program_wait(&program, LIMIT_S);
    bool idle_reported = strstr(result.err, "has sent nothing") != NULL;
    assert_ended(&result, 0, "Lost: 0 of 140 frames");
    double max_idle_s = fmax(stopped_s - start_s, ended_s - continued_s);
    assert_false(idle_reported && max_idle_s < 1.7);
    unlink(fixture->path);
    return max_idle_s;
}

/* Try again if the machine was so busy that the logger really received nothing for too long. */
static void stop_and_continue_in_time(struct fixture *fixture, const char *hold_path, const char *held_path)
{
    for (int tries = 0; tries < 10; tries++)
        if (stop_and_continue(fixture, hold_path, held_path) < 1.7)
            return;
    fail_msg("this machine is too busy for the test");
}

static void a_stopped_logger_continues_without_a_loss(void **state)
{
    stop_and_continue_in_time(*state, NULL, NULL);
    fault_held("19", "logger stopped and continued", 1, "nothing lost, no false alarm");
}

/* The writing thread sleeps between finding its queue empty and measuring the idle time. Meanwhile the reader thread
 * queues the new bytes and further polls, all of them outdated when the writing thread wakes. */
static void a_delayed_thread_does_not_report_the_roller_as_idle(void **state)
{
    struct fixture *fixture = *state;
    char hold[512], held[520];
    temp_dir_join(&fixture->dir, "hold", hold, sizeof hold);
    snprintf(held, sizeof held, "%s.held", hold);
    stop_and_continue_in_time(fixture, hold, held);
    fault_held("19", "the same, its threads in the worst order", 1, "nothing lost, no false alarm");
}

static void a_changed_wall_clock_does_not_change_session_times(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("clock_shim"), PRELOAD_ASAN, NULL};
    double start_s = now_s();
    struct program program = start_on_pty_in(fixture, env, "--duration", "1.5");
    send_frames(fixture, 0, 100);
    struct program_result result = program_wait(&program, LIMIT_S);
    double took_s = now_s() - start_s;
    assert_ended(&result, 0, "100 rows");
    assert_true(took_s > 1.5 && took_s < LIMIT_S);
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
        LOGGER_TEST(an_idle_roller_and_its_return_are_reported),
        LOGGER_TEST(a_stopped_logger_continues_without_a_loss),
        LOGGER_TEST(a_delayed_thread_does_not_report_the_roller_as_idle),
        LOGGER_TEST(a_changed_wall_clock_does_not_change_session_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
