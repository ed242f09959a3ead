/* SPDX-License-Identifier: MIT */
/* The computer sleeps for two hours during a recording (shim/suspend_shim.c). */

#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLEPT_S 7200.0
/* frames in two hours, rounded up; seq wraps eleven times, the roller's clock once */
#define MISSED_FRAMES 721154u
#define START_US 20000u
#define NAME_SIZE 520
#define SEARCH_PATH_SIZE 1100

static void send_frames(struct fixture *fixture, const char *boot, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (boot)
        wire_add_hello(&fixture->wire, boot);
    wire_add_frames(&fixture->wire, first, count, START_US + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
}

/* Record 100 frames, sleep, and record 100 more from `first` on, after a restart unless `boot` is NULL. */
static void sleep_during_recording(struct fixture *fixture, const char *boot, unsigned first)
{
    if (!PLATFORM_COUNTS_SLEEP) {
        print_message("skipped: no clock of POSIX counts sleep\n");
        skip();
    }
    char asleep[512], entry[560];
    snprintf(entry, sizeof entry, "SUSPEND_SHIM=%s", temp_dir_join(&fixture->dir, "asleep", asleep, sizeof asleep));
    const char *const env[] = {PRELOAD("suspend_shim"), PRELOAD_ASAN, entry, NULL};
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    send_frames(fixture, "00A1", 0, 100);
    temp_file_write(asleep, "", 0);
    send_frames(fixture, boot, first, 100);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Saved");
}

static void a_roller_that_kept_running_keeps_its_time(void **state)
{
    struct fixture *fixture = *state;
    struct saved saved;
    unsigned frames = 100 + MISSED_FRAMES + 100;
    sleep_during_recording(fixture, NULL, 100 + MISSED_FRAMES);
    saved_read(&saved, fixture->path, 1, frames); /* to the microsecond */
    saved_assert_sum(&saved, frames);
    assert_int_equal(saved.reported_lost, MISSED_FRAMES);
    saved_free(&saved);
    fault_held("20", "two hours asleep, the roller ran on", 1,
               "time right to the microsecond, 721154 frames counted lost");
}

static void a_roller_that_restarted_continues_on_the_computers_clock(void **state)
{
    struct fixture *fixture = *state;
    struct saved saved;
    double resumed_s = 0, time_s;
    sleep_during_recording(fixture, "00A2", 0);
    saved_read(&saved, fixture->path, 2, 100);
    saved_assert_sum(&saved, 200);
    assert_true(saved.reported_lost == 0 && saved.resumes == 1);
    saved_free(&saved);
    char *bytes = temp_file_read(fixture->path, NULL);
    for (const char *line = bytes; *line && resumed_s == 0; line = strchr(line, '\n') + 1) {
        if (sscanf(line, "%lf,", &time_s) != 1 || *line == '#')
            continue;
        const char *event = strstr(line, ",resume\n");
        if (event && event < strchr(line, '\n'))
            resumed_s = time_s;
    }
    free(bytes);
    /* by the computer's clock since the first frame: the other frames before the sleep came at once, too */
    assert_true(resumed_s > SLEPT_S && resumed_s < SLEPT_S + 60);
    fault_held("20", "two hours asleep, the roller restarted", 1, "one file, `resume` two hours later, nothing lost");
}

/* A stand-in for systemd-inhibit in the test's folder writes its options to a file, holds the lock until its input
 * ends, and says so. `search_path` is for the logger's environment. */
static void add_inhibitor(struct fixture *fixture, char *options, char *ended, char *search_path)
{
    static const char script[] = "#!/bin/sh\necho \"$@\" >\"$0.options\"\ncat\n: >\"$0.ended\"\n";
    char program_path[512];
    temp_dir_join(&fixture->dir, "systemd-inhibit", program_path, sizeof program_path);
    temp_file_write(program_path, script, strlen(script));
    assert_int_equal(chmod(program_path, 0700), 0);
    snprintf(options, NAME_SIZE, "%s.options", program_path);
    snprintf(ended, NAME_SIZE, "%s.ended", program_path);
    snprintf(search_path, SEARCH_PATH_SIZE, "PATH=%s:%s", fixture->dir.path, getenv("PATH"));
}

static void the_computer_is_kept_awake_while_it_records(void **state)
{
    struct fixture *fixture = *state;
    char options[NAME_SIZE], ended[NAME_SIZE], path[SEARCH_PATH_SIZE];
    add_inhibitor(fixture, options, ended, path);
    const char *const env[] = {path, NULL};
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_path(&program, options, LIMIT_S));
    device_pty_drain(&fixture->pty);
    assert_int_not_equal(access(ended, F_OK), 0);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "20 rows");
    for (int i = 0; i < 3000 && access(ended, F_OK) != 0; i++)
        usleep(10000);
    assert_int_equal(access(ended, F_OK), 0);
    char *given = temp_file_read(options, NULL);
    assert_non_null(strstr(given, "--what=sleep:idle --who=roller-logger --mode=block"));
    free(given);
}

static void the_computer_may_sleep_while_a_file_is_read(void **state)
{
    struct fixture *fixture = *state;
    char options[NAME_SIZE], ended[NAME_SIZE], path[SEARCH_PATH_SIZE], lines[512];
    add_inhibitor(fixture, options, ended, path);
    const char *const env[] = {path, NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    temp_file_write(temp_dir_join(&fixture->dir, "lines.txt", lines, sizeof lines), fixture->wire.bytes,
                    fixture->wire.length);
    const char *const argv[] = {LOGGER, "record", "--port", lines, "-o", fixture->path, NULL};
    struct program_options program_options = {.env = env};
    struct program program = program_start(argv, &program_options);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "20 rows");
    for (int i = 0; i < 20; i++) { /* a stand-in would start a moment later */
        usleep(10000);
        assert_int_not_equal(access(options, F_OK), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(the_computer_is_kept_awake_while_it_records),
        LOGGER_TEST(the_computer_may_sleep_while_a_file_is_read),
        LOGGER_TEST(a_roller_that_kept_running_keeps_its_time),
        LOGGER_TEST(a_roller_that_restarted_continues_on_the_computers_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
