/* SPDX-License-Identifier: MIT */
/* The command `record`: moves data from the link through the decoder to the session writer. */
#pragma once

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Record until the input ends, the duration is over or `stop_fd` (platform_open_stop_pipe) becomes readable. Add the
 * path of each saved session to `out`, one per line; the summary goes to standard error. False, with `failure` set, if
 * a session could not be recorded completely. Everything received before a device was unplugged is saved. */
bool recording_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);
