/* SPDX-License-Identifier: MIT */
#include "record/stop_signal.h"

#include "platform/platform.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

bool stop_signal_open(int *fd, struct failure *failure)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (platform_open_stop_pipe(fd))
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE, "Cannot watch for Ctrl-C: %s.", strerror(errno));
}
