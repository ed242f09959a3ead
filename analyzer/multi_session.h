/* SPDX-License-Identifier: MIT */
/* The commands over several sessions: compare and trend. */
#ifndef MULTI_SESSION_H
#define MULTI_SESSION_H

#include "multi_session_read.h"

/* Run `options->command`, COMMAND_COMPARE or COMMAND_TREND: read all sessions, then text or JSON on standard
 * output, and the page. What goes wrong is told by `complain`. */
void multi_session_run(const struct options *options, error_reporter *complain, enum exit_status *status);

#endif
