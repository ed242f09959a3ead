/* SPDX-License-Identifier: MIT */
/* The functions that each operating system implements in its own way. */

#include "logger/support/device_pty.h"
#include "platform/platform.h"
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"
#include "support/watched.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program_name; /* argv[0] */

static void a_pseudo_terminal_is_told_from_other_files(void **state)
{
    (void)state;
    struct device_pty pty;
    device_pty_open(&pty);
    assert_true(platform_is_pseudo_terminal(pty.path));
    assert_false(platform_is_pseudo_terminal("/dev/null"));
    assert_false(platform_is_pseudo_terminal(program_name));
    assert_false(platform_is_pseudo_terminal("/dev/pts/none"));
    device_pty_close(&pty);
}

static void the_ports_are_listed_up_to_the_limit(void **state)
{
    (void)state;
    struct platform_port ports[64];
    size_t count = 1, limited_count = 1;
    if (!platform_list_ports(ports, 64, &count)) {
        print_message("skipped: this system does not list its serial ports\n");
        skip();
    }
    for (size_t i = 0; i < count; i++)
        assert_memory_equal(ports[i].path, "/dev/", 5);
    assert_true(platform_list_ports(ports, 0, &limited_count));
    assert_int_equal(limited_count, 0);
}

static void another_process_that_has_a_port_open_is_found(void **state)
{
    (void)state;
    struct device_pty pty;
    int start[2];
    long process = 0;
    char name[64] = "", byte;
    if (!PLATFORM_KNOWS_PORTS) {
        print_message("skipped: POSIX does not know who has a file open\n");
        skip();
    }
    assert_int_equal(pipe(start), 0);
    device_pty_open(&pty);
    close(pty.host_fd);
    assert_false(platform_find_holder(pty.path, &process, name, sizeof name)); /* the test's own process is not found */
    pid_t child = fork();
    if (child == 0) {
        int fd = open(pty.path, O_RDWR | O_NOCTTY);
        (void)!write(start[1], "x", 1);
        pause();
        _exit(fd < 0);
    }
    assert_int_equal(read(start[0], &byte, 1), 1);
    assert_true(platform_find_holder(pty.path, &process, name, sizeof name));
    assert_int_equal(process, child);
    assert_string_equal(name, "test_platform");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    pty.host_fd = open(pty.path, O_RDWR | O_NOCTTY);
    device_pty_close(&pty);
}

/* Write the lock file of a port, and find the process that it names: a FIFO in its place blocks nobody, and a number
 * beyond those of processes is nobody's. */
static void a_lock_file_names_a_process(void **state)
{
    (void)state;
    static const struct {
        const char *text; /* NULL = a FIFO */
        bool is_found;
    } locks[] = {{"         1\n", true}, {"1 minicom root", true}, {"4294967297\n", false},
                 {"-1\n", false},        {"minicom\n", false},     {"", false},
                 {NULL, false}};
    char port[64], path[128];
    snprintf(port, sizeof port, "/dev/roller-test-%d", (int)getpid());
    snprintf(path, sizeof path, "/var/lock/LCK..roller-test-%d", (int)getpid());
    if (access("/var/lock", W_OK) != 0) {
        print_message("skipped: lock files cannot be written here\n");
        skip();
    }
    alarm(60);
    for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++) {
        long process = 0;
        if (locks[i].text)
            temp_file_write(path, locks[i].text, strlen(locks[i].text));
        else
            assert_int_equal(mkfifo(path, 0600), 0);
        bool found = platform_find_lock_owner(port, &process);
        unlink(path);
        assert_true(found == locks[i].is_found && (!found || process == 1));
    }
    alarm(0);
}

static void the_clock_advances(void **state)
{
    (void)state;
    struct timespec before, after, pause_time = {.tv_nsec = 1000000};
    assert_int_equal(clock_gettime(platform_clock(), &before), 0);
    nanosleep(&pause_time, NULL);
    assert_int_equal(clock_gettime(platform_clock(), &after), 0);
    assert_true(after.tv_sec > before.tv_sec || (after.tv_sec == before.tv_sec && after.tv_nsec > before.tv_nsec));
}

static void the_running_program_is_found(void **state)
{
    (void)state;
    char path[PATH_MAX], expected[PATH_MAX];
    assert_non_null(realpath(program_name, expected));
    assert_true(platform_program_path(program_name, path));
    assert_string_equal(path, expected);
    setenv("PATH", "/nowhere:" BUILD_DIR "/tests/logger/platform:/usr/bin", 1);
    assert_true(platform_program_path("test_platform", path)); /* as a shell starts a program named without a slash */
    assert_string_equal(path, expected);
}

static void a_flush_reports_its_failure(void **state)
{
    (void)state;
    struct temp_dir dir;
    char path[512];
    temp_dir_make(&dir);
    int fd = open(temp_dir_join(&dir, "file", path, sizeof path), O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, "x", 1), 1);
    assert_true(platform_flush(fd));
    close(fd);
    assert_false(platform_flush(fd));
    assert_int_equal(errno, EBADF);
    temp_dir_remove(&dir);
}

/* Blocks, each a little larger than the one before it was freed, find their pages mapped. */
static void a_reserved_heap_keeps_freed_memory(void **state)
{
    (void)state;
    enum { SIZE_MAX_BYTES = 3 << 20, BLOCKS = 20, PAGE = 4096 };
    struct rusage before, after;
    void *heap_start = platform_reserve_heap(SIZE_MAX_BYTES);
    getrusage(RUSAGE_SELF, &before);
    for (size_t i = 1; i <= BLOCKS; i++) {
        size_t size = SIZE_MAX_BYTES / BLOCKS * i;
        char *block = malloc(size);
        assert_non_null(block);
        memset(block, (int)i, size);
        assert_int_equal(block[size - 1], i);
        free(block);
    }
    getrusage(RUSAGE_SELF, &after);
    if (heap_start && !IS_SANITIZED && !is_watched())
        assert_true(after.ru_minflt - before.ru_minflt < 2 * SIZE_MAX_BYTES / PAGE);
    free(heap_start);
}

static bool is_readable(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return poll(&polled, 1, 0) == 1;
}

/* Runs in a process of its own, because it changes how signals are handled. */
static void a_stop_is_seen_and_interrupts_no_read(void **state)
{
    (void)state;
    int ends[2], stop_fd, status;
    char byte;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGHUP, SIG_IGN); /* as nohup does */
        if (!platform_pipe(ends) || !platform_open_stop_pipe(&stop_fd) || is_readable(stop_fd))
            _exit(1);
        raise(SIGHUP);
        if (is_readable(stop_fd) || (fcntl(stop_fd, F_GETFD) & FD_CLOEXEC) == 0)
            _exit(2);
        pid_t parent = getpid();
        if (fork() == 0) { /* a signal during the read, and then a byte */
            kill(parent, SIGINT);
            nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
            _exit(write(ends[1], "x", 1) != 1);
        }
        _exit(read(ends[0], &byte, 1) == 1 && is_readable(stop_fd) ? 0 : 3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pseudo_terminal_is_told_from_other_files),
        cmocka_unit_test(the_ports_are_listed_up_to_the_limit),
        cmocka_unit_test(another_process_that_has_a_port_open_is_found),
        cmocka_unit_test(a_lock_file_names_a_process),
        cmocka_unit_test(the_clock_advances),
        cmocka_unit_test(the_running_program_is_found),
        cmocka_unit_test(a_flush_reports_its_failure),
        cmocka_unit_test(a_reserved_heap_keeps_freed_memory),
        cmocka_unit_test(a_stop_is_seen_and_interrupts_no_read),
    };
    program_name = argc > 0 ? argv[0] : "";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
