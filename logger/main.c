/* SPDX-License-Identifier: MIT */
/* roller-logger: records sessions of the instrumented foam roller. */
#include "calibrate/calibrate.h"
#include "check/check.h"
#include "shared/failure.h"
#include "check/health.h"
#include "check/listing.h"
#include "options/options.h"
#include "shared/sanitized_text.h"
#include "terminal/status_line.h"
#include "record/recording.h"
#include "shared/standard_streams.h"
#include "record/stop_signal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Data may not reach anybody (a closed pipe, a full disk), and that is worth a message. */
static void check_standard_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        fprintf(stderr, "roller-logger: Standard output could not be written: %s.\n", strerror(errno));
}

static bool record(const struct options *options, struct failure *failure)
{
    static struct recording_result result; /* too large for some stacks */
    int stop_fd;
    if (!stop_signal_open(&stop_fd, failure))
        return false;
    bool done = recording_run(options, stop_fd, &result, failure);
    for (unsigned i = 0; i < result.saved; i++) {
        char shown[SESSION_WRITER_PATH_SIZE];
        sanitized_text_copy(shown, sizeof shown, result.path[i]);
        printf("%s\n", shown);
    }
    return done;
}

static bool check(const struct options *options, struct failure *failure)
{
    char text[HEALTH_TEXT_SIZE];
    int stop_fd;
    if (!stop_signal_open(&stop_fd, failure))
        return false;
    bool healthy = check_run(options, stop_fd, text, sizeof text, failure);
    fputs(text, stdout);
    return healthy;
}

static bool calibrate(const struct options *options, struct failure *failure)
{
    static char text[CALIBRATE_TEXT_SIZE];
    int stop_fd;
    if (!stop_signal_open(&stop_fd, failure))
        return false;
    bool done = calibrate_run(options, stop_fd, text, sizeof text, failure);
    fputs(text, stdout);
    return done;
}

static bool list(const struct options *options, struct failure *failure)
{
    static char text[LISTING_SIZE];
    int stop_fd;
    if (!stop_signal_open(&stop_fd, failure) || !listing_run(options, stop_fd, text, sizeof text, failure))
        return false;
    fputs(text, stdout);
    return true;
}

static bool run(const struct options *options, struct failure *failure)
{
    switch (options->command) {
    case COMMAND_RECORD:
        return record(options, failure);
    case COMMAND_CHECK:
        return check(options, failure);
    case COMMAND_CALIBRATE:
        return calibrate(options, failure);
    case COMMAND_LIST:
        return list(options, failure);
    case COMMAND_HELP:
        fputs(options_help(options->help_topic), stdout);
        return true;
    case COMMAND_VERSION:
        printf("roller-logger %s\n", ROLLER_VERSION);
        return true;
    }
    return true;
}

int main(int argc, char *argv[])
{
    struct options options;
    struct failure failure = {0};
    if (!standard_streams_ensure_open())
        return EXIT_STATUS_OUTPUT;
    bool done = options_parse(argc, argv, &options, &failure) && run(&options, &failure);
    check_standard_output();
    if (done)
        return EXIT_STATUS_DONE;
    struct status_line status_line;
    status_line_init(&status_line, false);
    status_line_print(&status_line, "%s", failure.message);
    return (int)failure.status;
}
