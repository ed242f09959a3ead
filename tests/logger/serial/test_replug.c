/* SPDX-License-Identifier: MIT */
/* A roller that is unplugged and plugged in again: a symbolic link points to a new pseudo-terminal each time. */

#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/now.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPLUGS 6

/* Plug the roller in: point the link to a new pseudo-terminal. */
static void plug_in(struct fixture *fixture, const char *link)
{
    device_pty_open(&fixture->pty);
    assert_int_equal(symlink(fixture->pty.path, link), 0);
}

static void send_boot(struct fixture *fixture, const char *boot, unsigned first, unsigned count)
{
    wire_free(&fixture->wire);
    if (boot)
        wire_add_hello(&fixture->wire, boot);
    wire_add_frames(&fixture->wire, first, count, 20000 + first * WIRE_PERIOD_US);
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
}

/* Plug in at a new link, store its path in `link`, and record from it. */
static struct program start_plugged(struct fixture *fixture, char *link, size_t size, const char *wait_s)
{
    device_pty_close(&fixture->pty);
    plug_in(fixture, temp_dir_join(&fixture->dir, LONG_NAME, link, size));
    const char *const argv[] = {LOGGER, "record", "--port", link, "-o", fixture->path, "--wait", wait_s, NULL};
    return program_start(argv, NULL);
}

static int count_open_files(pid_t pid)
{
    char path[64];
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static double cpu_s(pid_t pid)
{
    char path[64];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int parsed = fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    fclose(file);
    assert_int_equal(parsed, 2);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static unsigned count_occurrences(const char *path, const char *text)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    unsigned count = 0;
    for (const char *found = bytes; (found = strstr(found, text)); found++)
        count++;
    free(bytes);
    return count;
}

/* Unplug, and wait until the logger has reported `expected_reports` unplugs. Returns the time until then. The
 * link is removed before the pseudo-terminal is closed, because the kernel may reuse the number of a closed
 * pseudo-terminal for a test that runs at the same time. */
static double unplug(struct fixture *fixture, const char *link, struct program *program, unsigned expected_reports)
{
    device_pty_drain(&fixture->pty);
    double start_s = now_s();
    unlink(link);
    device_pty_close(&fixture->pty);
    for (;;) {
        char messages[65536];
        ssize_t length = pread(program->err_fd, messages, sizeof messages - 1, 0);
        messages[length > 0 ? length : 0] = '\0';
        unsigned reports = 0;
        for (const char *found = messages; (found = strstr(found, "was unplugged")); found++)
            reports++;
        if (reports >= expected_reports)
            return now_s() - start_s;
        assert_true(now_s() - start_s < LIMIT_S);
        usleep(5000);
    }
}

/* Record 20 frames, unplug and plug in again: the logger asks for the identity. */
static struct program start_and_replug(struct fixture *fixture)
{
    char link[512];
    struct program program = start_plugged(fixture, link, sizeof link, "30");
    send_boot(fixture, "00A0", 0, 20);
    unplug(fixture, link, &program, 1);
    plug_in(fixture, link);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    return program;
}

static void many_replugs_make_one_file(void **state)
{
    struct fixture *fixture = *state;
    char link[512], boot[8], summary[80];
    double slowest_s = 0;
    int files = 0;
    struct program program = start_plugged(fixture, link, sizeof link, "30");
    send_boot(fixture, "00A0", 0, 20);
    for (unsigned i = 1; i <= REPLUGS; i++) {
        double took_s = unplug(fixture, link, &program, i);
        slowest_s = took_s > slowest_s ? took_s : slowest_s;
        plug_in(fixture, link);
        assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
        /* each boot starts with an incomplete line, then sends the same frames as the boot before */
        device_pty_send(&fixture->pty, "17,18,19*12AB\n", 14);
        snprintf(boot, sizeof boot, "00A%X", i);
        send_boot(fixture, boot, 0, 20);
        assert_true(program_wait_for_err(&program, "back at", LIMIT_S));
        if (i == 1)
            files = count_open_files(program.pid);
    }
    device_pty_drain(&fixture->pty);
    assert_int_equal(count_open_files(program.pid), files);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    snprintf(summary, sizeof summary, "Lost: 0 of %u frames", 20 * (REPLUGS + 1));
    assert_ended(&result, 0, summary);
    assert_int_equal(count_occurrences(fixture->path, ",resume"), REPLUGS);
    assert_int_equal(assert_whole_rows(fixture->path), 20 * (REPLUGS + 1));
    printf("figure: %d replugs: all %d frames in one file, reported within %.2f s, no descriptor leaked\n", REPLUGS,
           20 * (REPLUGS + 1), slowest_s);
    assert_true(slowest_s < busy_factor());
    fault_held("16-17", "unplugged and back at another pty", REPLUGS,
               "all frames in one file, reported within 1 s, no leak");
}

static void frames_sent_while_unplugged_are_lost_within_a_boot(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_and_replug(fixture);
    send_boot(fixture, NULL, 70, 5); /* before the roller answers */
    send_boot(fixture, "00A0", 75, 5);
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_ended(&result, 0, "Lost: 50 of 80 frames");
    assert_int_equal(count_occurrences(fixture->path, "0.698880,"), 1); /* seq 70, by the roller's own clock */
    assert_int_equal(count_occurrences(fixture->path, ",resume\n"), 1);
}

static void another_roller_is_not_accepted(void **state)
{
    struct fixture *fixture = *state;
    struct program program = start_and_replug(fixture);
    wire_free(&fixture->wire);
    wire_add(&fixture->wire, "H,boot=0B00,id=DEADBEEF,strips=8");
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(program_wait_for_err(&program, "Another roller (id DEADBEEF) is at ", LIMIT_S));
    assert_true(program_wait_for_err(&program, "Waiting for the roller with the id 5A3C21F0", LIMIT_S));
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S)); /* asked again: the other roller was rejected */
    device_pty_send(&fixture->pty, fixture->wire.bytes, fixture->wire.length);
    assert_true(device_pty_expect(&fixture->pty, "?\n", LIMIT_S));
    send_boot(fixture, "00A1", 0, 7);
    assert_true(program_wait_for_err(&program, "back at", LIMIT_S));
    device_pty_drain(&fixture->pty);
    kill(program.pid, SIGINT);
    struct program_result result = program_wait(&program, LIMIT_S);
    const char *said = strstr(result.err, "Another roller");
    assert_null(strstr(said + 1, "Another roller")); /* once */
    assert_ended(&result, 0, "Lost: 0 of 27 frames");
}

static void waiting_for_an_unplugged_roller_ends_in_time(void **state)
{
    struct fixture *fixture = *state;
    char link[512];
    struct program program = start_plugged(fixture, link, sizeof link, "3");
    send_boot(fixture, "00A0", 0, 20);
    unplug(fixture, link, &program, 1);
    double start_s = now_s(), cpu_before_s = cpu_s(program.pid);
    siginfo_t ended;
    assert_int_equal(waitid(P_PID, (id_t)program.pid, &ended, WEXITED | WNOWAIT), 0);
    double cpu_fraction = (cpu_s(program.pid) - cpu_before_s) / (now_s() - start_s);
    struct program_result result = program_wait(&program, LIMIT_S);
    double waited_s = now_s() - start_s;
    assert_non_null(strstr(result.err, "Saved"));
    assert_ended(&result, 4, "did not come back");
    assert_int_equal(assert_whole_rows(fixture->path), 20);
    printf("figure: waiting for a replug: %.1f %% of a processor, given up after %.1f of 3 s\n", cpu_fraction * 100,
           waited_s);
    assert_true(cpu_fraction < 0.2 && waited_s > 2.4 && waited_s < LIMIT_S);
    device_pty_open(&fixture->pty);
    fault_held("15", "unplugged for good", 1, "reported, waited idle, file closed, exit 4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(many_replugs_make_one_file),
        LOGGER_TEST(frames_sent_while_unplugged_are_lost_within_a_boot),
        LOGGER_TEST(another_roller_is_not_accepted),
        LOGGER_TEST(waiting_for_an_unplugged_roller_ends_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
