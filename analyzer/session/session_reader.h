/* SPDX-License-Identifier: MIT */
/*
 * Reads a session file (docs/FORMATS.md) into memory. A row counts only when each of its known cells is a
 * number in range and its time grows; bad rows are counted, and a note names the first. A second session in
 * the file ends the reading, with a note. The last line counts only with its line end, for digits may be
 * missing. Memory is bounded by the rows kept.
 */
#ifndef SESSION_READER_H
#define SESSION_READER_H

#include "shared/failure.h"
#include "session/notes.h"
#include "session/session_rows.h"

#include <stdbool.h>

/*
 * Read the session at `path` ("-" = standard input). On success the caller owns `*recording`
 * (session_rows_free). False, with the failure set and nothing to free, when the file cannot be read, is not
 * a session or has no good row.
 */
bool session_reader_read(const char *path, struct session_rows *recording, struct notes *notes,
                         struct failure *failure);

#endif
