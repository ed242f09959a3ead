/* SPDX-License-Identifier: MIT */
/* The command `annotate`: changes the head of a session that is already recorded. */
#pragma once

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Write options->annotation into the head of the file options->session, and add a line to `out` that says what changed.
 * The file is replaced by its changed copy, in which everything after the head is byte for byte as before; until then,
 * and after any failure, it is as it was. `stop_fd` is not used: the copy takes a moment. False with EXIT_STATUS_INPUT
 * if the file is no session, with EXIT_STATUS_OUTPUT if it cannot be changed. */
bool annotate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);
