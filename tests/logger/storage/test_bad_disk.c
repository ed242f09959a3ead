/* SPDX-License-Identifier: MIT */
/* Recording on a bad disk (shim/disk_shim.c): slow, full, broken. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"

#include <signal.h>
#include <unistd.h>

#define SYNCED_ROWS 29   /* of one frame more: the newest row is held back for a late event */
#define PACE_FRAMES 1250 /* per second: 100 kB, the capacity of 1000000 baud */

/* Return how many rows a session has, which the logger may be writing. */
static size_t count_rows(const char *path)
{
    size_t rows = 0;
    char *bytes = temp_file_read(path, NULL);
    for (const char *end = bytes; end && (end = strchr(end, '\n')); end++)
        rows += end[1] >= '0' && end[1] <= '9' && strchr(end + 1, '\n');
    free(bytes);
    return rows;
}

/* Send frames for `length_s`, as fast as 1000000 baud would. Returns their number. */
static unsigned send_at_pace(struct fixture *fixture, double length_s)
{
    unsigned sent = 0;
    for (double start_s = now_s(); now_s() - start_s < length_s;) {
        unsigned due = (unsigned)((now_s() - start_s) * PACE_FRAMES);
        wire_free(&fixture->wire);
        for (; sent < due; sent++)
            wire_add_data(&fixture->wire, sent, 20000 + sent * (1000000 / PACE_FRAMES));
        if (fixture->wire.length > 0)
            device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        usleep(5000);
    }
    return sent;
}

/* Return the range, s, of the delays between readings and their reception. The first 2 s do not count. */
static double delay_variation_s(const char *path)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    double min_s = 1e9, max_s = -1e9, time_s, host_s;
    for (const char *line = bytes; *line; line = strchr(line, '\n') + 1) {
        if (sscanf(line, "%lf,%lf", &time_s, &host_s) != 2 || time_s < 2)
            continue;
        min_s = host_s - time_s < min_s ? host_s - time_s : min_s;
        max_s = host_s - time_s > max_s ? host_s - time_s : max_s;
    }
    free(bytes);
    return max_s - min_s;
}

static void a_slow_disk_delays_no_reading(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=slow=2000", NULL};
    char summary[80];
    wire_add(&fixture->wire, "H,boot=1,strips=8,imu=mpu6050,period_us=%d", 1000000 / PACE_FRAMES);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    unsigned sent = send_at_pace(fixture, 8);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    snprintf(summary, sizeof summary, "Lost: 0 of %u frames", sent);
    assert_null(strstr(result.err, "too slow"));
    assert_ended(&result, 0, summary);
    double variation_s = delay_variation_s(fixture->path);
    printf("figure: fdatasync of 2 s each second, %u frames at 1000000 baud: 0 lost, none read over %.0f ms "
           "late\n",
           sent, variation_s * 1e3);
    assert_true(variation_s < 1.5);
    fault_held("34", "fdatasync of 2 s", 8, "nothing lost, no reading late");
}

static void a_full_disk_is_rejected_before_the_recording(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=room=3000", NULL};
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 5, "The disk has room for 5.0 minutes of recording");
    assert_true(folder_is_empty(fixture->dir.path));
    program = start_on_pty_in(fixture, env, "--duration", "1"); /* 1 s fits on the disk */
    wire_add_frames(&fixture->wire, 0, 200, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "101 rows");
}

static void a_disk_that_fills_up_is_reported_once_in_minutes(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=room=6500", NULL};
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    wire_add(&fixture->wire, "H,boot=1,strips=8,imu=mpu6050,period_us=%d", 1000000 / PACE_FRAMES);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    send_at_pace(fixture, 9);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    const char *warning = strstr(result.err, "there is space for ");
    assert_non_null(warning);
    double minutes = atof(warning + strlen("there is space for "));
    assert_true(minutes > 0.2 && minutes < 5); /* 6 MB at about 80 kB/s, less on a busy machine */
    assert_null(strstr(warning + 1, "there is space for "));
    assert_ended(&result, 0, "Saved");
}

/* Send 40 frames at a time, for up to 5 s, until the logger prints `text`. Sending more at once would block forever
 * after the logger has ended. */
static void send_until_printed(struct fixture *fixture, struct program *program, const char *text)
{
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    for (unsigned sent = 0; sent < 8000; sent += 40) {
        wire_add_frames(&fixture->wire, sent, 40, 20000 + sent * WIRE_PERIOD_US);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        wire_free(&fixture->wire);
        if (program_wait_for_err(program, text, 0.025))
            return;
    }
    fail_msg("\"%s\" was not printed", text);
}

static void a_disk_that_fails_ends_the_recording_at_once(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *shim, *message;
    } tries[] = {{"DISK_SHIM=full=1", "No space left"},
                 {"DISK_SHIM=full=3", "No space left"},
                 {"DISK_SHIM=eio=2,short", "Input/output error"},
                 {"DISK_SHIM=sync", "Input/output error"}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, tries[i].shim, NULL};
        struct program program = start_on_pty_in(fixture, env, NULL, NULL);
        send_until_printed(fixture, &program, "a.csv.part"); /* the port stays open */
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_null(strstr(result.err, "Saved"));
        assert_string_equal(result.out, "");
        assert_ended(&result, 5, tries[i].message);
        assert_int_not_equal(access(fixture->path, F_OK), 0);
        if (i > 0)
            assert_whole_rows(fixture->part);
        unlink(fixture->part);
        device_pty_close(&fixture->pty);
        device_pty_open(&fixture->pty);
    }
    printf("figure: %zu kinds of failing disk: each reported, exit 5, whole rows, nothing called saved\n",
           sizeof tries / sizeof tries[0]);
    fault_held("29", "no space from the first or third write on", 2, "reported, whole rows, exit 5");
    fault_held("32-33", "EIO on write, EIO on fdatasync", 2, "reported, whole rows, exit 5");
}

static void short_and_interrupted_writes_lose_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=short,eintr", NULL};
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 2000, 20000);
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 2000 frames");
    assert_int_equal(assert_whole_rows(fixture->path), 2000);
    fault_held("30-31", "short writes, EINTR", 2000, "nothing lost");
}

static void an_incomplete_raw_file_is_reported(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 20, 20000);
    const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", fixture->path, "--raw", fixture->part, NULL};
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=full=2", NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length, .env = env};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_ended(&result, 5, "exists already"); /* the session's own .part */
    char raw[512];
    const char *const other[] = {LOGGER, "record",      "--port", "-",
                                 "-o",   fixture->path, "--raw",  temp_dir_join(&fixture->dir, "raw", raw, sizeof raw),
                                 NULL};
    result = program_run(other, &options, LIMIT_S);
    assert_non_null(strstr(result.err, "Saved")); /* the session is complete: its only write was the first */
    assert_ended(&result, 5, "could not all be written");
    assert_int_equal(assert_whole_rows(fixture->path), 20);
}

#define KILLS 20

/* Whenever the logger is killed, the file has only complete rows, including all synced rows. */
static void a_killed_logger_leaves_complete_rows(void **state)
{
    struct fixture *fixture = *state;
    size_t min_rows = 1000000;
    for (unsigned i = 0; i < KILLS; i++) {
        struct program program = start_on_pty(fixture, NULL, NULL);
        wire_free(&fixture->wire);
        wire_add_hello(&fixture->wire, "00A1");
        wire_add_frames(&fixture->wire, 0, SYNCED_ROWS + 1, 20000);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        for (double end_s = now_s() + LIMIT_S; count_rows(fixture->part) < SYNCED_ROWS; usleep(10000))
            assert_true(now_s() < end_s);
        wire_free(&fixture->wire);
        wire_add_frames(&fixture->wire, SYNCED_ROWS + 1, 30, 20000 + (SYNCED_ROWS + 1) * WIRE_PERIOD_US);
        device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
        usleep(i * 1777);
        kill(program.pid, SIGKILL);
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_ended(&result, 128 + SIGKILL, NULL);
        size_t rows = assert_whole_rows(fixture->part);
        min_rows = rows < min_rows ? rows : min_rows;
        unlink(fixture->part);
        device_pty_close(&fixture->pty);
        device_pty_open(&fixture->pty);
    }
    assert_true(min_rows >= SYNCED_ROWS);
    fault_held("26", "SIGKILL around a sync", KILLS, "no synced row lost, whole rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_slow_disk_delays_no_reading),
        LOGGER_TEST(a_full_disk_is_rejected_before_the_recording),
        LOGGER_TEST(a_disk_that_fills_up_is_reported_once_in_minutes),
        LOGGER_TEST(a_disk_that_fails_ends_the_recording_at_once),
        LOGGER_TEST(an_incomplete_raw_file_is_reported),
        LOGGER_TEST(a_killed_logger_leaves_complete_rows),
        LOGGER_TEST(short_and_interrupted_writes_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
