/* SPDX-License-Identifier: MIT */
/* --port with something that can be no roller: one sentence that is true and says what to do, even while other programs
 * have /dev/null open. */

#include "logger/support/fake_terminal.h"
#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <unistd.h>

/* Try each command with `port`: exit `status`, one line with `message`, no file left. */
static void expect_refused(const char *port, int status, const char *message)
{
    struct temp_dir dir;
    char path[512];
    temp_dir_make(&dir);
    temp_dir_join(&dir, "a.csv", path, sizeof path);
    const char *const commands[][8] = {{LOGGER, "record", "--port", port, "-o", path, NULL},
                                       {LOGGER, "check", "--port", port, NULL},
                                       {LOGGER, "calibrate", "show", "--port", port, NULL}};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct program_result result = program_run(commands[i], NULL, LIMIT_S);
        assert_null(strstr(result.err, "busy"));
        assert_int_equal(strcspn(result.err, "\n") + 1, strlen(result.err));
        assert_ended(&result, status, message);
    }
    assert_true(folder_is_empty(dir.path));
    temp_dir_remove(&dir);
}

static void what_is_no_port_is_named_for_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    char path[512];
    int null_fd = open("/dev/null", O_RDWR); /* as other programs have it open */
    expect_refused("/dev/null", 4, "/dev/null is not a serial port. `roller-logger list` shows the ports.");
    close(null_fd);
    expect_refused("/dev/zero", 4, "/dev/zero is not a serial port.");
    expect_refused(fixture->dir.path, 3, "is a folder. Name a port or a file");
    temp_file_write(temp_dir_join(&fixture->dir, "empty", path, sizeof path), "", 0);
    expect_refused(path, 3, "is an empty file.");
    expect_refused(temp_dir_join(&fixture->dir, "missing", path, sizeof path), 4, "Is the roller plugged in?");
}

/* Reading it would take what the person types, and its settings would be changed. */
static void the_own_terminal_is_no_roller(void **state)
{
    (void)state;
    static const char *const ports[] = {"/dev/tty", "$(tty)"};
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        char command[600];
        struct fake_terminal terminal;
        snprintf(command, sizeof command, "%s check --port %s", LOGGER, ports[i]);
        const char *const argv[] = {"/bin/sh", "-c", command, NULL}, *const env[] = {NULL};
        fake_terminal_start(&terminal, argv, env, 120, 10);
        assert_true(fake_terminal_wait_for(&terminal, "is the terminal of this program", LIMIT_S));
        assert_int_equal(fake_terminal_end(&terminal, LIMIT_S), 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(what_is_no_port_is_named_for_what_it_is),
        LOGGER_TEST(the_own_terminal_is_no_roller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
