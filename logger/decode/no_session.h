/* SPDX-License-Identifier: MIT */
/* Detects that no session can be recorded, because no roller sends on the link, and explains why. */
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
 * time. */
bool no_session_check(const struct session_decoder *decoder, const struct link_opening *link, int64_t host_us,
                      struct failure *failure);

/* Report why a recording ended without a row. Returns false. */
bool no_session_explain(const struct session_decoder *decoder, const struct link_opening *link,
                        struct failure *failure);
