/* SPDX-License-Identifier: MIT */
/* Programs that run beside the app: their signals, their descriptors, and those that are started for the user. */
#include "support/cmocka_includes.h"
#include "support/now.h"
#include "support/temp_dir.h"

#include "child/child.h"
#include "platform/platform.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define LIMIT_S 60
#define STARTS 300 /* in some of them, the signal comes before the program is executed */

struct seen {
    char line[200];
    int status; /* -1 = it runs */
};

static void take_line(void *owner, const char *line, size_t length)
{
    struct seen *seen = owner;
    assert_int_equal(strlen(line), length);
    (void)snprintf(seen->line, sizeof seen->line, "%s", line);
}

static void take_end(void *owner, int status, const char *message)
{
    (void)message;
    ((struct seen *)owner)->status = status;
}

static bool start(struct children *children, struct child *child, const char *script, struct seen *seen)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    const struct child_options options = {.output_as = STDOUT_FILENO};
    struct failure failure;
    seen->status = -1;
    return child_start(children, child, argv, &options, (struct child_owner){take_line, take_end, seen}, &failure);
}

/* Let the programs run for a moment. */
static void run(struct children *children)
{
    fd_set readable;
    int max_fd = 0;
    FD_ZERO(&readable);
    struct timeval wait = {.tv_usec = children_add_descriptors(children, &readable, &max_fd) * 1000};
    if (select(max_fd + 1, &readable, NULL, NULL, &wait) < 0)
        FD_ZERO(&readable);
    children_run(children, &readable);
}

static void wait_for_end(struct children *children)
{
    for (double until_s = now_s() + LIMIT_S; children->first; run(children))
        assert_true(now_s() < until_s);
}

static void wait_for_line(struct children *children, const struct seen *seen)
{
    for (double until_s = now_s() + LIMIT_S; seen->line[0] == '\0'; run(children))
        assert_true(now_s() < until_s);
}

static void output_and_status_arrive(void **state)
{
    struct children children = {0};
    struct child child = {0};
    struct seen seen = {0};
    (void)state;
    assert_true(start(&children, &child, "echo first; printf 'no newline'; exit 7", &seen));
    wait_for_end(&children);
    assert_string_equal(seen.line, "first");
    assert_int_equal(seen.status, 7);
}

/* The handler of this program must not run in a new process that is not executed yet: it would report the signal here.
 */
static void a_signal_at_the_start_ends_the_program_only(void **state)
{
    struct children children = {0};
    int stop_fd;
    char byte;
    (void)state;
    assert_true(platform_open_stop_pipe(&stop_fd));
    for (int i = 0; i < STARTS; i++) {
        struct child child = {0};
        struct seen seen = {0};
        assert_true(start(&children, &child, "exec sleep 1000", &seen));
        for (volatile int pause = 0; pause < i * 500; pause++)
            ;
        child_kill(&child, SIGTERM);
        wait_for_end(&children);
        assert_int_equal(seen.status, 128 + SIGTERM);
        assert_true(read(stop_fd, &byte, 1) < 0);
    }
    close(stop_fd);
    signal(SIGTERM, SIG_DFL);
}

/* Ctrl-C and Ctrl-Z go to the process group of the terminal. */
static void a_program_has_its_own_process_group(void **state)
{
    struct children children = {0};
    struct child child = {0};
    struct seen seen = {0};
    (void)state;
    assert_true(start(&children, &child, "echo started; exec sleep 1000", &seen));
    wait_for_line(&children, &seen);
    assert_int_equal(getpgid(child.process), child.process);
    child_kill(&child, SIGTERM);
    wait_for_end(&children);
}

static void more_descriptors_than_select_takes_are_refused(void **state)
{
    static int fds[FD_SETSIZE + 64];
    struct rlimit limit;
    struct children children = {0};
    struct child child = {0};
    struct seen seen = {0};
    size_t count = 0;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < FD_SETSIZE + 100)
        skip();
    struct rlimit more = {FD_SETSIZE + 100, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &more), 0);
    while (count < sizeof fds / sizeof fds[0] && (fds[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0 &&
           fds[count] < FD_SETSIZE)
        count++;
    assert_true(count < sizeof fds / sizeof fds[0] && fds[count] >= FD_SETSIZE);
    assert_false(start(&children, &child, "echo x", &seen));
    assert_null(children.first);
    for (size_t i = 0; i <= count; i++)
        close(fds[i]);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_true(start(&children, &child, "echo x", &seen));
    wait_for_end(&children);
}

/* The browser is neither waited for nor ended with this program, and does not read from its terminal. The script waits
 * until its file is removed, for half a minute at most. */
static void a_program_for_the_user_is_apart(void **state)
{
    struct temp_dir dir;
    static const char script[] = "echo $$ $PPID >$0.part; cat >>$0.part; mv $0.part $0;"
                                 "for i in $(seq 600); do [ -e $0 ] || exit 0; sleep 0.05; done";
    char path[300];
    (void)state;
    temp_dir_make(&dir);
    temp_dir_join(&dir, "said", path, sizeof path);
    const char *const argv[] = {"/bin/sh", "-c", script, path, NULL};
    assert_true(child_start_apart(argv));
    for (double until_s = now_s() + LIMIT_S; access(path, F_OK) != 0; usleep(10000))
        assert_true(now_s() < until_s);
    char *said = temp_file_read(path, NULL);
    long process, parent;
    char rest;
    assert_int_equal(sscanf(said, "%ld %ld %c", &process, &parent, &rest), 2);
    assert_int_not_equal(getsid((pid_t)process), getsid(0));
    assert_int_not_equal(getsid((pid_t)process), -1);
    assert_int_not_equal(parent, getpid());
    free(said);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_and_status_arrive),
        cmocka_unit_test(a_signal_at_the_start_ends_the_program_only),
        cmocka_unit_test(a_program_has_its_own_process_group),
        cmocka_unit_test(more_descriptors_than_select_takes_are_refused),
        cmocka_unit_test(a_program_for_the_user_is_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
