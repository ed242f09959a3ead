/* SPDX-License-Identifier: MIT */
/* The invariants of a command line and its answer, whatever its bytes: for random bytes and for fuzzing. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "message.h"

/* NULL when they hold: an accepted command is within the bounds of command.h, and the answer is one line that
 * the host accepts. Else the one that is violated. */
const char *command_check(const struct command_line *line, const struct command *command);

#endif
