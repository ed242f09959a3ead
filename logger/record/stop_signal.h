/* SPDX-License-Identifier: MIT */
/* Turns Ctrl-C, SIGTERM and SIGHUP into a descriptor to poll, so that a recording always ends in an orderly way. */
#ifndef STOP_SIGNAL_H
#define STOP_SIGNAL_H

#include "shared/failure.h"

/* Open the descriptor `*fd` (platform_open_stop_pipe). From then on a closed pipe or the file size limit makes a write
 * fail instead of ending the process. False (EXIT_STATUS_DEVICE) if the descriptor cannot be opened. */
bool stop_signal_open(int *fd, struct failure *failure);

#endif
