/* SPDX-License-Identifier: MIT */
/*
 * Read a session file (docs/FORMATS.md) into memory.
 *
 * A row counts only when each of its known cells is a number in range; a bad row is left out and counted, and
 * the first one is named in a note with line and column. Times must grow: a row that goes back is left out. A
 * second session in the same file ends the reading, with a note. A byte order mark, CRLF or lone CR line
 * ends, quoted cells, columns in any order and unknown columns are all read. Memory is bounded by the rows
 * that are kept: a line longer than 16 KiB is a bad row. A last row without its line end was cut and does not
 * count: digits may be missing from it.
 */
#ifndef SESSION_READER_H
#define SESSION_READER_H

#include "shared/failure.h"
#include "session/notes.h"
#include "session/session_rows.h"

#include <stdbool.h>

/*
 * Read the session at `path` ("-" = standard input). On success `*recording` belongs to the caller
 * (session_rows_free). False with the failure filled in and nothing to free when the file cannot be read, is
 * no session, or holds no good row.
 */
bool session_reader_read(const char *path, struct session_rows *recording, struct notes *notes,
                         struct failure *failure);

#endif
