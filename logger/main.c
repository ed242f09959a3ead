/* SPDX-License-Identifier: MIT */
/* roller-logger: records sessions of the instrumented foam roller. */
#include "annotate/annotate.h"
#include "calibrate/calibrate.h"
#include "check/check.h"
#include "options/options.h"
#include "platform/platform.h"
#include "record/recording.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"
#include "terminal/status_line.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define OUTPUT_SIZE 65536 /* bytes; no command prints more */

/* Make `*stop_fd` readable on Ctrl-C. From now on a closed pipe or the file size limit makes a write fail instead of
 * ending the process. */
static bool watch_signals(int *stop_fd, struct failure *failure)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (platform_open_stop_pipe(stop_fd))
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot watch for Ctrl-C: %s.", strerror(errno));
}

/* Run the command, and add its text for standard output to `out`. */
static bool run_command(const struct options *options, struct text_buffer *out, struct failure *failure)
{
    static bool (*const commands[])(const struct options *, int, struct text_buffer *, struct failure *) = {
        [COMMAND_RECORD] = recording_run, [COMMAND_CHECK] = check_run,       [COMMAND_CALIBRATE] = calibrate_run,
        [COMMAND_LIST] = check_list_run,  [COMMAND_ANNOTATE] = annotate_run,
    };
    int stop_fd;
    switch (options->command) {
    case COMMAND_HELP: text_add(out, options_help(options->help_topic)); return true;
    case COMMAND_VERSION: text_addf(out, "roller-logger %s\n", ROLLER_VERSION); return true;
    default: return watch_signals(&stop_fd, failure) && commands[options->command](options, stop_fd, out, failure);
    }
}

/* Print to standard output. */
static bool print(const struct text_buffer *text, struct failure *failure)
{
    if (text->failed)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory for the output.");
    if (fputs(text->bytes, stdout) == EOF || fflush(stdout) != 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Standard output could not be written: %s.", strerror(errno));
    return true;
}

/* Whether the command saves its results in files, so that standard output only names them. */
static bool output_is_in_files(const struct options *options)
{
    return options->command == COMMAND_RECORD || options->command == COMMAND_ANNOTATE ||
           (options->command == COMMAND_CALIBRATE && options->target != CALIBRATE_SHOW);
}

int main(int argc, char *argv[])
{
    struct options options = {0};
    struct failure failure = {0}, print_failure = {0};
    char out_bytes[OUTPUT_SIZE];
    struct text_buffer out = text_fixed(out_bytes, sizeof out_bytes);
    if (!platform_open_standard_streams())
        return EXIT_STATUS_OUTPUT;
    bool ok = options_parse(argc, argv, &options, &failure) && run_command(&options, &out, &failure);
    bool printed = print(&out, &print_failure);
    struct status_line status_line;
    status_line_init(&status_line, false);
    if (!printed)
        status_line_print(&status_line, "%s", print_failure.message);
    if (!ok)
        status_line_print(&status_line, "%s", failure.message);
    if (!printed && !output_is_in_files(&options))
        return (int)print_failure.status;
    return ok ? EXIT_STATUS_DONE : (int)failure.status;
}
