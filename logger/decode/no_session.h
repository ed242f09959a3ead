/* SPDX-License-Identifier: MIT */
/* Detects that no readings come, because no roller sends on the link, and explains why. */
#pragma once

#include "decode/session_decoder.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* How the link was opened. */
struct link_opening {
    bool is_serial;
    int baud;
    int64_t opened_us; /* host time at which the link was opened */
};

/* Returns false, with `failure` set, if nothing or only noise has arrived for too long. `host_us` is the current
 * time. `outcome` completes the message, such as "nothing was recorded". */
bool no_session_check(const struct session_decoder *decoder, const struct link_opening *link, int64_t host_us,
                      const char *outcome, struct failure *failure);

/* Report why a recording or a check ended without a row. Returns false. */
bool no_session_explain(const struct session_decoder *decoder, const struct link_opening *link, const char *outcome,
                        struct failure *failure);
