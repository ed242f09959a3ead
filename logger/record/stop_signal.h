/* SPDX-License-Identifier: MIT */
/* Turns Ctrl-C, SIGTERM and SIGHUP into a descriptor to poll, so that a recording always ends in an orderly way.
 * Unlike with a signal handler that sets a flag, no signal is missed between the check of the flag and the wait. */
#ifndef STOP_SIGNAL_H
#define STOP_SIGNAL_H

#include "shared/failure.h"

/* Open a descriptor `*fd` that becomes readable on SIGINT, SIGTERM and SIGHUP, except on a signal that was
 * ignored when the program began, as under nohup. From then on a closed pipe or the file size limit makes a write fail
 * instead of ending the process. Call once, before any thread starts. False (EXIT_STATUS_DEVICE) if that is not
 * possible. */
bool stop_signal_open(int *fd, struct failure *failure);

#endif
