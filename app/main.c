/* SPDX-License-Identifier: MIT */
/* foam-roller: shows the roller and its sessions in the user's browser. */
#include "app.h"
#include "options.h"
#include "platform/platform.h"
#include "shared/failure.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void say(const char *sentence)
{
    (void)printf("%s\n", sentence);
    (void)fflush(stdout);
}

/* Watch for Ctrl-C; a closed pipe makes a write fail, instead of ending the process. A program that ignores SIGCHLD,
 * and so its descendants, would never see how a child ended. */
static bool watch_signals(int *stop_fd, struct failure *failure)
{
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (platform_open_stop_pipe(stop_fd))
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot watch for Ctrl-C: %s.", strerror(errno));
}

int main(int argc, char *argv[])
{
    struct options options;
    struct failure failure = {0};
    int stop_fd = -1;
    if (!platform_open_standard_streams())
        return EXIT_STATUS_OUTPUT;
    bool ok = options_parse(argc, argv, &options, &failure);
    if (ok && options.help)
        (void)fputs(options_help(), stdout);
    else if (ok && options.version)
        (void)printf("foam-roller %s\n", ROLLER_VERSION);
    else
        ok = ok && watch_signals(&stop_fd, &failure) && app_run(&options, argv[0], stop_fd, say, &failure);
    if (fflush(stdout) != 0 && ok)
        ok = failure_set(&failure, EXIT_STATUS_OUTPUT, "Standard output could not be written: %s.", strerror(errno));
    if (!ok)
        (void)fprintf(stderr, "foam-roller: %s\n", failure.message);
    return ok ? EXIT_STATUS_DONE : (int)failure.status;
}
