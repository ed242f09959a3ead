/* SPDX-License-Identifier: MIT */
/* What compare and trend share: their sessions, read several at a time, and their output. */
#ifndef MULTI_SESSION_H
#define MULTI_SESSION_H

#include "compare/session_set.h"
#include "run.h"

struct multi_session {
    struct session_set set;
    size_t reported_count; /* the first of `set.left_out`, which were reported while they were read */
};

/*
 * Read the sessions of the run, for trend with those of its folders, into `sessions->set` in their order.
 * Files that are no session are left out, and reported when the user named them. session_set_free gives back
 * the set.
 */
void multi_session_read(struct multi_session *sessions, struct run *run);

/* Report a failure, after the reasons why sessions were left out: there is no other output to say them. */
void multi_session_report(const struct multi_session *sessions, struct run *run,
                          const struct failure *failure);

/* Print a text for people: in ASCII where the terminal shows nothing else. */
void multi_session_print(struct run *run, const struct text_buffer *text);

#endif
