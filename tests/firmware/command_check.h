/* SPDX-License-Identifier: MIT */
/* The invariants of a command line and its reply, for tests with random bytes and for fuzzing. */
#pragma once

#include "message.h"

/* Check that an accepted command is within the bounds of command.h, and that its reply is one line that the host
 * accepts. Returns a description of the violated invariant, or NULL. */
const char *command_check(const struct command_line *line, const struct command *command);
