/* SPDX-License-Identifier: MIT */
/* Time that stands still for one of the two: a silent roller, a stopped logger, a wall clock that is set. */
#include "check.h"

#include "logger_run.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void send_frames(struct fixture *fixture, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (first == 0)
        wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, first, count, 20000 + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

static void silence_is_told_and_so_is_its_end(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    send_frames(fixture, 0, 20);
    device_pty_drain(&fixture->pty);
    double start_s = now_s() - 0.25; /* that long does the wait look at an empty pseudo-terminal */
    assert_true(program_wait_for_err(&program, "Nothing has come from the roller", LIMIT_S));
    double told_s = now_s() - start_s;
    send_frames(fixture, 20, 20);
    assert_true(program_wait_for_err(&program, "heard again, after", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 40 frames");
    printf("figure: silence told after %.1f s\n", told_s);
    assert_true(told_s > 1.5 && told_s < 4);
    fault_held("18", "silence", 1, "told within 2 s, and its end");
}

static void a_stopped_logger_goes_on_where_it_was(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_on_pty(fixture, NULL, NULL);
    send_frames(fixture, 0, 100);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGSTOP);
    send_frames(fixture, 100, 40); /* no more than the kernel keeps */
    usleep(2500000);
    kill(program.pid, SIGCONT);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "Nothing has come")); /* it had: nobody looked */
    assert_ended(&result, 0, "Lost: 0 of 140 frames");
    fault_held("19", "logger stopped and continued", 1, "nothing lost, no false alarm");
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
        LOGGER_TEST(silence_is_told_and_so_is_its_end),
        LOGGER_TEST(a_stopped_logger_goes_on_where_it_was),
        LOGGER_TEST(a_wall_clock_that_is_set_moves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
