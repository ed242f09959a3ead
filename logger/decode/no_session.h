/* SPDX-License-Identifier: MIT */
/* Detects that no session can be recorded, because no roller sends on the link, and explains why. */
#ifndef NO_SESSION_H
#define NO_SESSION_H

#include "decode/recorder.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct no_session_link {
    bool is_serial;
    int baud;
    int64_t opened_us; /* host time at which the link was opened */
};

/* False, with `failure` set, if no roller has sent on the link for so long that none is expected any more.
 * `host_us`: the host time now. */
bool no_session_check(const struct recorder *recorder, const struct no_session_link *link, int64_t host_us,
                      struct failure *failure);

/* Report why a recording ended without a row. Returns false. */
bool no_session_explain(const struct recorder *recorder, const struct no_session_link *link, struct failure *failure);

#endif
