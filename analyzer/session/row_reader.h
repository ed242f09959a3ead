/* SPDX-License-Identifier: MIT */
/* Rows of a session, one line at a time, into a recording. */
#ifndef ROW_READER_H
#define ROW_READER_H

#include "session/columns.h"
#include "session/csv_fields.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct row_reader {
    const struct columns *columns;
    struct session_rows *recording;
    struct csv_fields *fields;

    struct session_row row; /* the row being read */
    size_t column;          /* of the next cell */
    double row_seq;
    size_t bad_column;
    const char *bad_reason; /* NULL = good so far */

    double last_seq; /* -1 = none */
    size_t lost_by_seq;
    size_t lost_before_last; /* lost_by_seq before the last row, for when that row turns out to be the wrong
                                one */
    double seq_before_last;
    size_t bad_since_good; /* rows that came and could not be used, since the last good one */

    size_t first_bad_line;
    size_t first_bad_column;
    const char *first_bad_reason;
};

void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_rows *recording);

/* Take in one line (no empty one); a bad row is counted in the recording. False only when memory is short. */
bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number);

/*
 * Take in the line that `text` begins with when it is a good row of plain numbers (plain_row.h). `*length` =
 * its bytes, with its end; 0 = it is none, and for row_reader_read. False only when memory is short.
 */
bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length);

/* Count a line that cannot be a row (too long, cut). */
void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *why);

#endif
