/* SPDX-License-Identifier: MIT */
/* What must hold of a command line and its answer, whatever bytes it came from: for random bytes and for
 * fuzzing. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "message.h"

/* NULL when all of it holds: what is obeyed lies within the bounds of the header, and the answer is one line
 * that the host takes. Else what does not hold. */
const char *command_check(const struct command_line *line, const struct command *command);

#endif
