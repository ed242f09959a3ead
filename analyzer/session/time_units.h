/* SPDX-License-Identifier: MIT */
/* Whether a session's times are seconds: they must agree with the rate in its header. */
#pragma once

#include "session/notes.h"
#include "session/session_table.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* Check the times against the header's rate. `has_successive_frames`: no rows were left out on purpose. Adds a note if
 * the times may be right. False, with the failure set, if they are in another unit or of another table. `file` is for
 * the message. */
bool time_units_check(const struct session_table *session, bool has_successive_frames, const char *file,
                      struct notes *notes, struct failure *failure);

/* Count the rows that are missing in the session's times; rejected rows are not missing. */
size_t time_units_count_missing(const struct session_table *session);
