/* SPDX-License-Identifier: MIT */
#include "record/stop_signal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>

static bool is_ignored(int signal_number)
{
    struct sigaction action;
    return sigaction(signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

bool stop_signal_open(int *fd, struct failure *failure)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (!is_ignored(signals[i]))
            sigaddset(&set, signals[i]);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0 && (*fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) >= 0)
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot watch for Ctrl-C: %s.", strerror(errno));
}
