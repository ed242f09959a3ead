/* SPDX-License-Identifier: MIT */
/* A disk that fails at any write of a recording (full, limited, broken, gone), and a file that is deleted or moved. */

#include "logger/support/logger_run.h"
#include "logger/support/sent_frames.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAMES 6000u
#define START_US 20000u

/* Write a raw file of FRAMES frames into the folder. */
static void write_wire(struct fixture *fixture, char *path, size_t size)
{
    temp_dir_join(&fixture->dir, "wire", path, size);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, FRAMES, START_US);
    temp_file_write(path, fixture->wire.bytes, fixture->wire.length);
}

/* Check that the failure was reported by `message` and exit status 5, without "Saved", and that the file has only
 * complete rows as sent. Returns their number. */
static size_t assert_reported(struct fixture *fixture, struct program_result *result, const char *message)
{
    struct saved saved;
    assert_null(strstr(result->err, "Saved"));
    assert_string_equal(result->out, "");
    assert_ended(result, 5, message);
    assert_int_not_equal(access(fixture->path, F_OK), 0);
    saved_read(&saved, fixture->part, 1, FRAMES);
    assert_int_equal(saved.torn, 0);
    assert_false(saved.closed);
    size_t rows = saved.rows;
    saved_free(&saved);
    unlink(fixture->part);
    return rows;
}

/* Repeat a recording, each time with a disk that fails one write later and from then on. Returns the number of
 * writes. */
static unsigned fail_each_write(struct fixture *fixture, const char *wire, const char *fault, const char *message)
{
    for (unsigned n = 1;; n++) {
        char shim[64];
        const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, shim, NULL};
        const char *const argv[] = {LOGGER, "record", "--port", wire, "-o", fixture->path, NULL};
        struct program_options options = {.env = env};
        snprintf(shim, sizeof shim, "DISK_SHIM=%s=%u", fault, n);
        struct program_result result = program_run(argv, &options, LIMIT_S);
        if (result.status == 0) {
            assert_ended(&result, 0, "Lost: 0 of 6000 frames");
            unlink(fixture->path);
            assert_true(n > 5);
            return n - 1;
        }
        assert_reported(fixture, &result, message);
    }
}

static void every_write_may_fail(void **state)
{
    struct fixture *fixture = *state;
    char wire[512];
    write_wire(fixture, wire, sizeof wire);
    unsigned writes = fail_each_write(fixture, wire, "full", "No space left");
    fault_held("29", "no space, from each write of a recording on", writes,
               "reported, whole rows, exit 5, never \"saved\"");
    writes = fail_each_write(fixture, wire, "eio", "Input/output error");
    fault_held("32", "EIO, from each write of a recording on", writes, "reported, whole rows, exit 5, never \"saved\"");
    writes = fail_each_write(fixture, wire, "gone", "Input/output error");
    fault_held("37", "the disk is gone, from each write on", writes, "reported, whole rows, exit 5, never \"saved\"");
}

static void a_failure_at_the_end_is_reported(void **state)
{
    struct fixture *fixture = *state;
    static const char *const shims[] = {"DISK_SHIM=sync", "DISK_SHIM=close", "DISK_SHIM=name"};
    char wire[512];
    write_wire(fixture, wire, sizeof wire);
    for (size_t i = 0; i < sizeof shims / sizeof shims[0]; i++) {
        const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, shims[i], NULL};
        const char *const argv[] = {LOGGER, "record", "--port", wire, "-o", fixture->path, NULL};
        struct program_options options = {.env = env};
        struct program_result result = program_run(argv, &options, LIMIT_S);
        assert_null(strstr(result.err, "Saved"));
        assert_string_equal(result.out, "");
        assert_ended(&result, 5, "a.csv.part");
        assert_int_not_equal(access(fixture->path, F_OK), 0);
        assert_int_equal(assert_whole_rows(fixture->part), FRAMES);
        unlink(fixture->part);
    }
    fault_held("35", "fdatasync, close or the naming fails at the end", 3,
               "reported, all rows kept, exit 5, never \"saved\"");
}

static void a_file_size_limit_is_reported_at_any_size(void **state)
{
    struct fixture *fixture = *state;
    char wire[512];
    unsigned tries = fault_tries(20);
    uint32_t random = 36;
    size_t max_rows = 0;
    write_wire(fixture, wire, sizeof wire);
    for (unsigned i = 0; i < tries; i++) {
        char blocks[16];
        const char *const argv[] = {"sh",   "-c",          "ulimit -f $2; exec \"$0\" record --port \"$3\" -o \"$1\"",
                                    LOGGER, fixture->path, blocks,
                                    wire,   NULL};
        random = random * 1664525u + 1013904223u;
        snprintf(blocks, sizeof blocks, "%u",
                 1 + (random >> 16) % 800); /* units of 512 bytes; the session is larger than every limit */
        struct program_result result = program_run(argv, NULL, LIMIT_S);
        size_t rows = assert_reported(fixture, &result, "File too large");
        max_rows = rows > max_rows ? rows : max_rows;
    }
    assert_true(max_rows > FRAMES / 2);
    fault_held("36", "a file size limit anywhere", tries, "reported, whole rows, exit 5, never \"saved\"");
}

/* ---- A deleted or moved file ---- */

static void send_frames(struct fixture *fixture, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (first == 0)
        wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, first, count, START_US + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

static void wait_for_content(const char *path)
{
    struct stat info;
    for (int tries = 0; stat(path, &info) != 0 || info.st_size == 0; tries++) {
        assert_true(tries < LIMIT_S * 100);
        usleep(10000);
    }
}

static void a_deleted_file_is_created_again(void **state)
{
    struct fixture *fixture = *state;
    struct saved saved;
    struct program program = start_on_pty(fixture, NULL, NULL);
    send_frames(fixture, 0, 200);
    for (unsigned times = 1; times <= 3; times++) {
        wait_for_content(fixture->part);
        unlink(fixture->part);
        send_frames(fixture, 200 * times, 200);
        wait_for_content(fixture->part); /* the new file has all of the content */
    }
    assert_true(program_wait_for_err(&program, "a.csv.part was deleted", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 0 of 800 frames");
    saved_read(&saved, fixture->path, 1, 800);
    saved_assert_sum(&saved, 800);
    assert_int_equal(saved.rows, 800);
    saved_free(&saved);
    fault_held("39", "the file deleted while recording", 3, "reported, created again with every row, saved");
}

static void a_file_that_cannot_be_created_again_ends_the_recording(void **state)
{
    struct fixture *fixture = *state;
    char folder[512], path[600], part[600];
    temp_dir_join(&fixture->dir, "folder", folder, sizeof folder);
    snprintf(path, sizeof path, "%s/a.csv", folder);
    snprintf(part, sizeof part, "%s/a.csv.part", folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    const char *const argv[] = {LOGGER, "record", "--port", fixture->pty.path, "-o", path, NULL};
    struct program program = program_start(argv, NULL);
    send_frames(fixture, 0, 200);
    wait_for_content(part);
    unlink(part);
    assert_int_equal(rmdir(folder), 0);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "Saved"));
    assert_ended(&result, 5, "was deleted during the recording and could not be created again");
    fault_held("39", "its folder too", 1, "reported at once, exit 5, never \"saved\"");
}

static void a_moved_file_is_reported_and_complete(void **state)
{
    struct fixture *fixture = *state;
    char elsewhere[512];
    temp_dir_join(&fixture->dir, "elsewhere", elsewhere, sizeof elsewhere);
    struct program program = start_on_pty(fixture, NULL, NULL);
    send_frames(fixture, 0, 200);
    wait_for_content(fixture->part);
    assert_int_equal(rename(fixture->part, elsewhere), 0);
    temp_file_write(fixture->part, "mine", 4);
    send_frames(fixture, 200, 200);
    assert_true(program_wait_for_err(&program, "a.csv.part was moved", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "Saved"));
    assert_ended(&result, 5, "was moved by another program");
    assert_int_equal(assert_whole_rows(elsewhere), 400);
    char *others = temp_file_read(fixture->part, NULL);
    assert_string_equal(others, "mine");
    free(others);
    fault_held("39", "the file moved, another in its place", 1,
               "reported, every row in the moved file, the other untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(every_write_may_fail),
        LOGGER_TEST(a_failure_at_the_end_is_reported),
        LOGGER_TEST(a_file_size_limit_is_reported_at_any_size),
        LOGGER_TEST(a_deleted_file_is_created_again),
        LOGGER_TEST(a_file_that_cannot_be_created_again_ends_the_recording),
        LOGGER_TEST(a_moved_file_is_reported_and_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
