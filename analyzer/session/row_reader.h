/* SPDX-License-Identifier: MIT */
/* Parses the rows of a session, line by line, into struct session_table. */
#pragma once

#include "session/columns.h"
#include "session/csv_fields.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

#define ROW_READER_NO_COLUMN ((size_t)-1)

struct row_reader {
    const struct columns *columns;
    struct session_table *session;
    struct csv_fields *fields;

    struct parsed_row row; /* the row that is being parsed */
    size_t column;         /* index of the row's next cell */
    double row_seq;        /* sequence number of the row; -1 = none */
    size_t invalid_column;
    const char *invalid_reason; /* NULL = the row is valid so far */

    double last_seq;    /* sequence number of the last valid row; -1 = none */
    size_t lost_by_seq; /* frames missing up to the last valid row, according to the sequence numbers */
    size_t rejected_since_valid;

    /* last_seq and lost_by_seq before the last valid row was added, in case that row must be removed. */
    double seq_before_last;
    size_t lost_before_last;

    /* The first rejected row; valid if session->rejected_rows > 0. */
    size_t first_rejected_line;
    size_t first_rejected_column;
    const char *first_rejected_reason;
};

/* Initialise a reader. The pointers must stay valid while it is used. */
void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_table *session);

/* Parse a non-empty line and add its row to the session, or count it there if it is invalid. False only when
 * out of memory. */
bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number);

/* The fast path for nearly every line: parse the line at the start of `text` (NUL-terminated) if it is a complete,
 * valid row of unquoted numbers without an event, and add the row. Sets `*length` to the number of bytes in the line
 * and its line end. If it sets it to 0, nothing was read: pass the line to row_reader_read, which can report errors.
 * False only when out of memory. */
bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length);

/* Count a line as an invalid row. In messages `reason` follows "column 3 (strip0)", or "it" with
 * ROW_READER_NO_COLUMN. */
void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *reason);
