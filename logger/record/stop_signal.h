/* SPDX-License-Identifier: MIT */
/*
 * Ctrl-C, SIGTERM and SIGHUP as something to poll for, so that a recording ends in order whenever they come:
 * no handler, no flag, no race between looking and sleeping.
 */
#ifndef STOP_SIGNAL_H
#define STOP_SIGNAL_H

#include "shared/failure.h"

/*
 * From now on SIGINT, SIGTERM and SIGHUP (unless they were ignored, as under nohup) make the descriptor `*fd`
 * readable, and a closed pipe or a file size limit is an error of the call and no death. Call once, before
 * any thread starts.
 */
bool stop_signal_open(int *fd, struct failure *failure);

#endif
