/* SPDX-License-Identifier: MIT */
/*
 * Turn Ctrl-C, SIGTERM and SIGHUP into a descriptor to poll, so that a recording always ends in an orderly
 * way: no handler, no flag, no race between the check and the sleep.
 */
#ifndef STOP_SIGNAL_H
#define STOP_SIGNAL_H

#include "shared/failure.h"

/*
 * Open a descriptor `*fd` that SIGINT, SIGTERM and SIGHUP make readable, except those that were ignored, as
 * under nohup. From then on a closed pipe or the file size limit makes a write fail instead of ending the
 * process. Call once, before any thread starts.
 */
bool stop_signal_open(int *fd, struct failure *failure);

#endif
