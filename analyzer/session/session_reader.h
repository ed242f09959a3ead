/* SPDX-License-Identifier: MIT */
/* Reads a session file (docs/FORMATS.md) into memory. A row is valid if each of its known cells is a number in range;
 * rows out of order are handled by row_order.h. Rows that are left out are counted, and a note names the first. Reading
 * stops at a second session in the file, with a note. A last row without a line end is invalid, since digits may be
 * missing. Memory use is proportional to the valid rows. */
#pragma once

#include "shared/failure.h"
#include "session/notes.h"
#include "session/session_table.h"

#include <stdbool.h>

/* Read the session at `path` ("-" = standard input). On success the caller owns `*session` (session_table_free). False,
 * with the failure set and nothing to free, if the file cannot be read, is not a session file, or its rows cannot be
 * used. */
bool session_reader_read(const char *path, struct session_table *session, struct notes *notes, struct failure *failure);
