/* SPDX-License-Identifier: MIT */
/* Parses the rows of a session, line by line, into struct session_rows. */
#ifndef ROW_READER_H
#define ROW_READER_H

#include "session/columns.h"
#include "session/csv_fields.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

#define ROW_READER_NO_COLUMN ((size_t)-1)

struct row_reader {
    const struct columns *columns;
    struct session_rows *session;
    struct csv_fields *fields;

    struct session_row row; /* the row that is being parsed */
    size_t column;          /* index of its next cell */
    double row_seq;         /* its sequence number; -1 = none */
    size_t bad_column;
    const char *bad_reason; /* NULL while it is valid */

    /* Values after the last row and before it, in case it must be removed. */
    double last_seq, seq_before_last; /* -1 = none */
    size_t lost_by_seq, lost_before_last;
    size_t rejected_since_good;

    size_t first_bad_line; /* the first rejected row; valid when session->rejected_rows > 0 */
    size_t first_bad_column;
    const char *first_bad_reason;
};

/* Initialize a reader. The pointers must stay valid while it is used. */
void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_rows *session);

/* Parse a non-empty line; an invalid row is counted in the session. False only when out of memory. */
bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number);

/*
 * The fast path for nearly every line: parse the line at the start of `text` (NUL-terminated) if it is a
 * complete, valid row of unquoted numbers without an event. Sets `*length` to its bytes with the line end, or
 * to 0: then pass the line to row_reader_read, which can report errors. False only when out of memory.
 */
bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length);

/* Count a line as an invalid row. `reason` follows "column 3 (strip0)" or, for ROW_READER_NO_COLUMN, "it". */
void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *reason);

#endif
