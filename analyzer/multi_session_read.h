/* SPDX-License-Identifier: MIT */
/* The sessions that compare and trend are about, read several at a time. */
#ifndef MULTI_SESSION_READ_H
#define MULTI_SESSION_READ_H

#include "shared/failure.h"
#include "options.h"
#include "compare/session_set.h"

/* How main tells a user of a failure; it keeps the first one's status. */
typedef void error_reporter(const struct failure *failure, enum exit_status *status);

/*
 * Add the sessions of the command line, for trend those of its folders too, to `set`, in their order. Files
 * that are no session are among those left out; where the user named the file, it is told by `complain` as
 * well.
 */
void multi_session_read(const struct options *options, struct session_set *set, error_reporter *complain,
                        enum exit_status *status);

#endif
