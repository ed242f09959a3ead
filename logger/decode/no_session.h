/* SPDX-License-Identifier: MIT */
/* Why there will be no session, or why there was none: what came, if anything, was no roller. */
#ifndef NO_SESSION_H
#define NO_SESSION_H

#include "shared/failure.h"
#include "decode/recorder.h"

#include <stdbool.h>
#include <stdint.h>

/* What the sentences say of the link. */
struct no_session_link {
    bool is_serial;
    int baud;
    int64_t opened_us; /* host time */
};

/* False, with a failure, when it is clear by `host_us` that no roller will come of this link. */
bool no_session_is_possible(const struct recorder *recorder, const struct no_session_link *link,
                            int64_t host_us, struct failure *failure);

/* The failure of a recording that ended without a row. Always false. */
bool no_session_explain(const struct recorder *recorder, const struct no_session_link *link,
                        struct failure *failure);

#endif
