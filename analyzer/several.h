/* SPDX-License-Identifier: MIT */
/* The commands over several sessions: compare and trend. */
#ifndef SEVERAL_H
#define SEVERAL_H

#include "failure.h"
#include "options.h"

/* How main tells a user of a failure; it keeps the first one's status. */
typedef void several_complain(const struct failure *failure, enum exit_status *status);

/* Run `options->command`, COMMAND_COMPARE or COMMAND_TREND: read all sessions, then text or JSON on standard output, and the
 * page. What goes wrong is told by `complain`. */
void several_run(const struct options *options, several_complain *complain, enum exit_status *status);

#endif
