/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "rig_dialog.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 32

static void split(char *words, const char *argv[WORDS_MAX], size_t count)
{
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        assert_true(count < WORDS_MAX - 1);
        argv[count++] = word;
    }
    argv[count] = NULL;
}

/* Start a program with a pipe as its standard input; returns the end to write into. */
static int start(struct rig_dialog *talk, struct program *program, const char *const argv[])
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct program_options options = {.folder = talk->dir.path, .input_fd = ends[0]};
    *program = program_start(argv, &options);
    return ends[1];
}

void rig_dialog_open(struct rig_dialog *talk, const char *options)
{
    char words[256], link[512];
    const char *argv[WORDS_MAX] = {BUILD_DIR "/virtual-roller",
                                   "--firmware",
                                   FIRMWARE_DIR "/uno.elf",
                                   "--pty",
                                   "port",
                                   "--bench",
                                   "-",
                                   "--truth",
                                   "t.json",
                                   "--speed",
                                   "max"};
    *talk = (struct rig_dialog){.typing_fd = -1};
    temp_dir_make(&talk->dir);
    snprintf(words, sizeof words, "%s", options);
    split(words, argv, 11);
    talk->orders_fd = start(talk, &talk->bench, argv);
    (void)signal(SIGPIPE, SIG_IGN);
    temp_dir_join(&talk->dir, "port", link, sizeof link);
    for (int tries = 0; access(link, F_OK) != 0; tries++) {
        assert_true(tries < 10000);
        (void)poll(NULL, 0, 5);
    }
}

void rig_dialog_start(struct rig_dialog *talk, const char *line)
{
    char words[256];
    const char *argv[WORDS_MAX] = {BUILD_DIR "/roller-logger"};
    snprintf(words, sizeof words, "%s --port port", line);
    split(words, argv, 1);
    talk->heard = 0;
    talk->typing_fd = start(talk, &talk->logger, argv);
}

void rig_dialog_command(struct rig_dialog *talk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    assert_true(vdprintf(talk->orders_fd, format, arguments) > 0);
    va_end(arguments);
    assert_int_equal(write(talk->orders_fd, "\n", 1), 1);
}

void rig_dialog_type(struct rig_dialog *talk, const char *text)
{
    assert_true(dprintf(talk->typing_fd, "%s\n", text) > 0);
}

void rig_dialog_end_typing(struct rig_dialog *talk)
{
    (void)close(talk->typing_fd);
    talk->typing_fd = -1;
}

void rig_dialog_expect(struct rig_dialog *talk, const char *text)
{
    if (program_wait_for_next_err(&talk->logger, &talk->heard, text, RIG_DIALOG_LIMIT_S))
        return;
    (void)kill(talk->logger.pid, SIGKILL);
    struct program_result result = program_wait(&talk->logger, RIG_DIALOG_LIMIT_S);
    (void)kill(talk->bench.pid, SIGKILL);
    fail_msg("\"%s\" did not come in: %s", text, result.err);
}

struct program_result rig_dialog_wait(struct rig_dialog *talk, int status)
{
    struct program_result result = program_wait(&talk->logger, RIG_DIALOG_LIMIT_S);
    if (result.status != status) {
        (void)kill(talk->bench.pid, SIGKILL);
        fail_msg("status %d, not %d: %s", result.status, status, result.err);
    }
    if (talk->typing_fd >= 0)
        rig_dialog_end_typing(talk);
    return result;
}

void rig_dialog_end_rig(struct rig_dialog *talk)
{
    rig_dialog_command(talk, "end");
    struct program_result result = program_wait(&talk->bench, RIG_DIALOG_LIMIT_S);
    if (result.status != 0)
        fail_msg("virtual-roller: %d %s", result.status, result.err);
    program_result_free(&result);
    talk->bench.pid = 0;
}

void rig_dialog_close(struct rig_dialog *talk)
{
    if (talk->bench.pid > 0)
        rig_dialog_end_rig(talk);
    (void)close(talk->orders_fd);
    temp_dir_remove(&talk->dir);
}
