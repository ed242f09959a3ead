/* SPDX-License-Identifier: MIT */
/*
 * One "# key: value" line. It may come back from a spreadsheet in quotes and with commas behind it; both are
 * taken off again.
 */
#ifndef METADATA_LINE_H
#define METADATA_LINE_H

#include "session/csv_fields.h"

#include <stdbool.h>
#include <stddef.h>

struct metadata_line {
    char key[40];
    const char *value; /* not terminated; stands in the line given, or in `joined` */
    size_t length;
    char joined[2048]; /* the line put together again from its quoted fields */
    size_t joined_length, joined_fields;
};

/* Whether the line begins with '#', within quotes or not. */
bool metadata_line_is_comment(const char *line, size_t length);

/* False when the line is no "# key: value", but somebody's remark. */
bool metadata_line_split(struct metadata_line *out, struct csv_fields *fields, const char *line,
                         size_t length);

/*
 * Whether a line that begins with '#' is nevertheless a row of a table with so many `columns`, its first cell
 * spoilt (a spreadsheet writes "#N/A" there): it is no "# key: value", and has a number behind its first
 * comma, or all the cells of a row and something in another than the first. A remark with commas that a
 * spreadsheet put behind it is none.
 */
bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns);

#endif
