/* SPDX-License-Identifier: MIT */
/* Detects and explains that a link leads to no session, because no roller sends on it. */
#ifndef NO_SESSION_H
#define NO_SESSION_H

#include "decode/recorder.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct no_session_link {
    bool is_serial;
    int baud;
    int64_t opened_us; /* host time */
};

/* False, with a failure, if it is clear at `host_us` that this link leads to no roller. */
bool no_session_is_possible(const struct recorder *recorder, const struct no_session_link *link, int64_t host_us,
                            struct failure *failure);

/* Report why a recording ended without a row. Returns false. */
bool no_session_explain(const struct recorder *recorder, const struct no_session_link *link, struct failure *failure);

#endif
