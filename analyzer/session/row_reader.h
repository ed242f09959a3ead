/* SPDX-License-Identifier: MIT */
/* Parses the rows of a session, line by line, into struct session_table. */
#pragma once

#include "session/columns.h"
#include "text/csv_fields.h"
#include "session/dialect.h"
#include "session/frame_count.h"
#include "session/row_order.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

#define ROW_READER_NO_COLUMN ((size_t)-1)
#define ROW_READER_CELL_SIZE 44 /* a message quotes at most 40 bytes of a cell */

/* Rows with a word in the event cell that is no event. */
struct unknown_events {
    size_t row_count;
    size_t first_line;
    char first[ROW_READER_CELL_SIZE]; /* the cell, sanitized */
};

/* Why a row is not used. In messages `reason` follows "column 3 (strip0)", or "it" with ROW_READER_NO_COLUMN. */
struct row_rejection {
    size_t line;
    size_t column;
    const char *reason;
    char cell[ROW_READER_CELL_SIZE]; /* what stands there, sanitized; "" = nothing to show */
    const char *hint;                /* what was expected or what to do; NULL = the reason says it */
};

struct row_reader {
    const struct columns *columns;
    struct dialect dialect;
    struct session_table *session;
    struct csv_fields *fields;

    struct parsed_row row;        /* the row that is being parsed */
    size_t line_number;           /* its line in the file */
    size_t column;                /* index of the row's next cell */
    size_t filled_cells;          /* number of its cells that are not empty */
    bool last_is_filled;          /* its last cell is not empty */
    double row_seq;               /* sequence number of the row; -1 = none */
    struct row_rejection invalid; /* reason = NULL: the row is valid so far */

    struct frame_count frames;

    struct row_order order;
    struct row_rejection first; /* the first rejected row; valid if session->rejected_rows > 0 */
    size_t biased_rows;         /* rows that were rejected for how large or small a number is, as by its separators */
    struct unknown_events unknown_events;
};

/* Initialise a reader. The pointers must stay valid while it is used. Release with row_reader_free. */
void row_reader_init(struct row_reader *reader, const struct columns *columns, const struct dialect *dialect,
                     struct csv_fields *fields, struct session_table *session);

/* Parse a non-empty line and add its row to the session, or count it there if it is invalid. A line of empty cells is
 * no row. False only when out of memory. */
bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number);

/* The fast path for nearly every line: parse the line at the start of `text` (NUL-terminated) if it is a complete,
 * valid row of unquoted numbers without an event, and add the row. Sets `*length` to the number of bytes in the line
 * and its line end. If it sets it to 0, nothing was read: pass the line to row_reader_read, which can report errors.
 * False only when out of memory. */
bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length);

/* Count a line as an invalid row. */
void row_reader_reject(struct row_reader *reader, size_t line_number, const char *reason);

/* After the last line: put the rows into the order of time (row_order.h). False when out of memory. */
bool row_reader_finish(struct row_reader *reader);

/* Return the number of lost frames by the sequence numbers or, if these came in another order, by the times. */
size_t row_reader_count_lost(const struct row_reader *reader);

/* Whether most rows are successive frames by their sequence numbers: no rows were left out on purpose. */
bool row_reader_has_successive_frames(const struct row_reader *reader);

void row_reader_free(struct row_reader *reader);
