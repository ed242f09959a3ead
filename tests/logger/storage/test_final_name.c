/* SPDX-License-Identifier: MIT */
/* The final name of a recording: set even on file systems with fewer features, and never replacing another file. */

#include "logger/support/logger_run.h"
#include "storage/new_file.h"
#include "support/cmocka_includes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const DISKS[] = {"DISK_SHIM=", "DISK_SHIM=fat"};

static struct program record(struct fixture *fixture, const char *disk)
{
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, disk, NULL};
    struct program program = start_on_pty_in(fixture, env, NULL, NULL);
    wire_free(&fixture->wire);
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 200, 20000);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    device_pty_drain(&fixture->pty);
    return program;
}

static void a_recording_is_renamed_on_file_systems_with_fewer_features(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof DISKS / sizeof DISKS[0]; i++) {
        struct program program = record(fixture, DISKS[i]);
        kill(program.pid, SIGINT);
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_ended(&result, 0, "Lost: 0 of 200 frames");
        assert_int_equal(assert_whole_rows(fixture->path), 200);
        assert_int_not_equal(access(fixture->part, F_OK), 0);
        unlink(fixture->path);
    }
}

static void a_file_created_during_the_recording_is_not_replaced(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof DISKS / sizeof DISKS[0]; i++) {
        struct program program = record(fixture, DISKS[i]);
        temp_file_write(fixture->path, "mine", 4);
        kill(program.pid, SIGINT);
        struct program_result result = program_wait(&program, LIMIT_S);
        assert_null(strstr(result.err, "Saved"));
        assert_ended(&result, 5, "a.csv: File exists. It is kept in ");
        assert_int_equal(assert_whole_rows(fixture->part), 200);
        char *others = temp_file_read(fixture->path, NULL);
        assert_string_equal(others, "mine");
        free(others);
        unlink(fixture->path);
        unlink(fixture->part);
    }
}

/* The file gets its final name before it loses the other, so it never has none. */
static void killed_while_it_is_renamed_the_file_has_both_names(void **state)
{
    struct fixture *fixture = *state;
    struct stat part, final;
    struct program program = record(fixture, "DISK_SHIM=killed");
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 128 + SIGKILL, NULL);
    assert_int_equal(stat(fixture->part, &part), 0);
    assert_int_equal(stat(fixture->path, &final), 0);
    assert_true(part.st_ino == final.st_ino);
    assert_int_equal(assert_whole_rows(fixture->path), 200);
}

/* If the disk is too full to create a deleted file again, no incomplete file is left under its name. */
static void a_file_that_does_not_fit_is_not_created_again(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before, limit;
    char bytes[2000];
    int fd = open(fixture->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    memset(bytes, 'a', sizeof bytes);
    assert_int_equal(write(fd, bytes, sizeof bytes), sizeof bytes);
    assert_int_equal(new_file_check(fd, fixture->part), NEW_FILE_PRESENT);
    unlink(fixture->part);
    assert_int_equal(new_file_check(fd, fixture->part), NEW_FILE_DELETED);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){.rlim_cur = 1000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int new_fd = new_file_recreate(fd, fixture->part), error = errno;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(new_fd, -1);
    assert_int_equal(error, EFBIG);
    assert_int_not_equal(access(fixture->part, F_OK), 0);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_recording_is_renamed_on_file_systems_with_fewer_features),
        LOGGER_TEST(a_file_created_during_the_recording_is_not_replaced),
        LOGGER_TEST(killed_while_it_is_renamed_the_file_has_both_names),
        LOGGER_TEST(a_file_that_does_not_fit_is_not_created_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
