/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "rig_dialog.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 32

/* Split a text into words, in place, and append them to argv, which has `count` entries; then end argv with NULL. */
static void split(char *words, const char *argv[WORDS_MAX], size_t count)
{
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        assert_true(count < WORDS_MAX - 1);
        argv[count++] = word;
    }
    argv[count] = NULL;
}

/* Start a program with a pipe as its standard input. Returns the write end of the pipe. */
static int start(struct rig_dialog *dialog, struct program *program, const char *const argv[])
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct program_options options = {.folder = dialog->dir.path, .input_fd = ends[0]};
    *program = program_start(argv, &options);
    return ends[1];
}

void rig_dialog_open(struct rig_dialog *dialog, const char *options)
{
    char words[256], link[512];
    const char *argv[WORDS_MAX] = {BUILD_DIR "/virtual-roller",
                                   "--firmware",
                                   FIRMWARE_DIR "/uno.elf",
                                   "--pty",
                                   "port",
                                   "--rig",
                                   "-",
                                   "--truth",
                                   "t.json",
                                   "--speed",
                                   "max"};
    *dialog = (struct rig_dialog){.typing_fd = -1};
    temp_dir_make(&dialog->dir);
    snprintf(words, sizeof words, "%s", options);
    split(words, argv, 11);
    dialog->command_fd = start(dialog, &dialog->rig, argv);
    (void)signal(SIGPIPE, SIG_IGN);
    temp_dir_join(&dialog->dir, "port", link, sizeof link);
    assert_true(program_wait_for_path(&dialog->rig, link, RIG_DIALOG_LIMIT_S));
}

void rig_dialog_start(struct rig_dialog *dialog, const char *line)
{
    char words[256];
    const char *argv[WORDS_MAX] = {BUILD_DIR "/roller-logger"};
    snprintf(words, sizeof words, "%s --port port", line);
    split(words, argv, 1);
    dialog->expected = 0;
    dialog->typing_fd = start(dialog, &dialog->logger, argv);
}

void rig_dialog_command(struct rig_dialog *dialog, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    assert_true(vdprintf(dialog->command_fd, format, arguments) > 0);
    va_end(arguments);
    assert_int_equal(write(dialog->command_fd, "\n", 1), 1);
}

void rig_dialog_type(struct rig_dialog *dialog, const char *text)
{
    assert_true(dprintf(dialog->typing_fd, "%s\n", text) > 0);
}

void rig_dialog_end_typing(struct rig_dialog *dialog)
{
    (void)close(dialog->typing_fd);
    dialog->typing_fd = -1;
}

void rig_dialog_expect(struct rig_dialog *dialog, const char *text)
{
    if (program_wait_for_next_err(&dialog->logger, &dialog->expected, text, RIG_DIALOG_LIMIT_S))
        return;
    (void)kill(dialog->logger.pid, SIGKILL);
    struct program_result result = program_wait(&dialog->logger, RIG_DIALOG_LIMIT_S);
    (void)kill(dialog->rig.pid, SIGKILL);
    fail_msg("\"%s\" was not printed in: %s", text, result.err);
}

struct program_result rig_dialog_wait(struct rig_dialog *dialog, int status)
{
    struct program_result result = program_wait(&dialog->logger, RIG_DIALOG_LIMIT_S);
    if (result.status != status) {
        (void)kill(dialog->rig.pid, SIGKILL);
        fail_msg("status %d, not %d: %s", result.status, status, result.err);
    }
    if (dialog->typing_fd >= 0)
        rig_dialog_end_typing(dialog);
    return result;
}

void rig_dialog_end_rig(struct rig_dialog *dialog)
{
    rig_dialog_command(dialog, "end");
    struct program_result result = program_wait(&dialog->rig, RIG_DIALOG_LIMIT_S);
    if (result.status != 0)
        fail_msg("virtual-roller: %d %s", result.status, result.err);
    program_result_free(&result);
    dialog->rig.pid = 0;
}

void rig_dialog_close(struct rig_dialog *dialog)
{
    if (dialog->rig.pid > 0)
        rig_dialog_end_rig(dialog);
    (void)close(dialog->command_fd);
    temp_dir_remove(&dialog->dir);
}
