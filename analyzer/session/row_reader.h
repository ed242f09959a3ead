/* SPDX-License-Identifier: MIT */
/* The rows of a session, line by line, into a recording. */
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

    struct session_row row; /* being read */
    size_t column;          /* of the next cell */
    double row_seq;         /* -1 = none */
    size_t bad_column;
    const char *bad_reason; /* NULL = good so far */

    /* Two states, so that the last row can still be removed. */
    double last_seq, seq_before_last; /* -1 = none */
    size_t lost_by_seq, lost_before_last;
    size_t rejected_since_good;

    size_t first_bad_line; /* the first rejected row; valid when recording->rejected_rows > 0 */
    size_t first_bad_column;
    const char *first_bad_reason;
};

/* Keeps the pointers. */
void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_rows *recording);

/* Parse one line that is not empty; a bad row is counted in the recording. False only when out of memory. */
bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number);

/*
 * The fast path for nearly every line: parse the line at the start of `text`, which ends with a 0, if it is a
 * complete good row of unquoted numbers without an event. `*length` = its bytes including its end; 0 = pass
 * the line to row_reader_read, which would read the same and can report errors. False only when out of
 * memory.
 */
bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length);

/* Count a line that cannot be a row (too long, cut off). */
void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *reason);

#endif
