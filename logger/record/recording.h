/* SPDX-License-Identifier: MIT */
/* The command `record`: the link, the recorder and the session writer put together. */
#ifndef RECORDING_H
#define RECORDING_H

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/*
 * Record until the input ends, the duration is over or `stop_fd` (stop_signal.h) is readable. Adds the path
 * of each saved session to `out`, a line each; the summary goes to standard error. True: saved. False: the
 * failure says what happened; if the device was lost, everything before that is saved all the same.
 */
bool recording_run(const struct options *options, int stop_fd, struct text_buffer *out,
                   struct failure *failure);

#endif
