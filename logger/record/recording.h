/* SPDX-License-Identifier: MIT */
/* The command `record`: a link, a recorder and a session writer put together. */
#ifndef RECORDING_H
#define RECORDING_H

#include "shared/failure.h"
#include "options/options.h"
#include "storage/session_writer.h"

#include <stdbool.h>

struct recording_result {
    unsigned saved; /* session files closed whole, also where the recording ended in a failure */
    char path[2][SESSION_WRITER_PATH_SIZE];
};

/*
 * Record until the input ends, the duration is over or `stop_fd` (stop_signal.h) is readable. True: saved.
 * What it came to is said on standard error.
 * False: the failure says what happened; where the device was lost, what came until then is saved none the
 * less.
 */
bool recording_run(const struct options *options, int stop_fd, struct recording_result *result,
                   struct failure *failure);

#endif
