/* SPDX-License-Identifier: MIT */
/* A newcomer's way, from the plugged-in roller to the open report, with one command: a user who presses only Enter. */

#include "logger/support/fake_terminal.h"
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_S 120.0

static void expect(struct fake_terminal *terminal, const char *text)
{
    if (fake_terminal_wait_for(terminal, text, LIMIT_S))
        return;
    fail_msg("\"%s\" is not on the screen:\n%s", text, fake_terminal_text(terminal));
}

static void wait_for_file(const char *path)
{
    for (unsigned tries = 0; access(path, F_OK) != 0; tries++) {
        assert_true(tries < LIMIT_S * 50);
        usleep(20000);
    }
}

static void one_command_leads_to_the_open_report(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct fake_terminal terminal;
    char port[512], opener[512], opened[512], script[1700], config[600], path[700];
    temp_dir_make(&dir);
    temp_dir_join(&dir, "roller", port, sizeof port);
    temp_dir_join(&dir, "xdg-open", opener, sizeof opener);
    temp_dir_join(&dir, "opened", opened, sizeof opened);
    snprintf(script, sizeof script, "#!/bin/sh\necho \"$1\" >'%s.part' && mv '%s.part' '%s'\n", opened, opened, opened);
    temp_file_write(opener, script, strlen(script));
    assert_int_equal(chmod(opener, 0755), 0);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", dir.path);
    snprintf(path, sizeof path, "PATH=%s:/usr/bin:/bin", dir.path);
    const char *const roller_argv[] = {
        BUILD_DIR "/virtual-roller", "--firmware", FIRMWARE_DIR "/uno.elf", "--pty", port, "--seed", "5", NULL};
    struct program roller = program_start(roller_argv, NULL);
    wait_for_file(port);
    const char *const argv[] = {BUILD_DIR "/roller-logger", "record", "--open", "--port", port, NULL};
    const char *const env[] = {config, path, NULL};
    assert_int_equal(chdir(dir.path), 0); /* the session is written to the current folder */
    fake_terminal_start(&terminal, argv, env, 100, 30);
    static const char *const questions[] = {"Your name", "How long is your thigh", "Pain now"};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        expect(&terminal, questions[i]);
        fake_terminal_type(&terminal, "\n");
    }
    expect(&terminal, "short press, or s and Enter");
    unsigned tries = 0;
    do /* the simulated person lies down after some seconds */
        fake_terminal_type(&terminal, "\n");
    while (!fake_terminal_wait_for(&terminal, "SET: THE FOLD BELOW THE BUTTOCK IS HERE", 5) && ++tries < LIMIT_S / 5);
    expect(&terminal, "0:08");
    fake_terminal_type(&terminal, "\n");
    expect(&terminal, "Pain now, after rolling");
    fake_terminal_type(&terminal, "\n");
    assert_int_equal(fake_terminal_end(&terminal, LIMIT_S), 0);
    wait_for_file(opened);
    char *page = temp_file_read(opened, NULL);
    assert_non_null(strstr(page, ".html"));
    free(page);
    kill(roller.pid, SIGTERM);
    struct program_result result = program_wait(&roller, LIMIT_S);
    program_result_free(&result);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_command_leads_to_the_open_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
