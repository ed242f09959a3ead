/* SPDX-License-Identifier: MIT */
/* One "# key: value" line. A spreadsheet may have added quotes and trailing commas, which are removed. */
#ifndef METADATA_LINE_H
#define METADATA_LINE_H

#include "session/csv_fields.h"

#include <stdbool.h>
#include <stddef.h>

struct metadata_line {
    char key[40];
    const char *value; /* not terminated; points into the given line or `joined` */
    size_t length;
    char joined[2048]; /* the quoted fields joined again */
    size_t joined_length, joined_fields;
};

/* Whether the line begins with '#', quoted or not. */
bool metadata_line_is_comment(const char *line, size_t length);

/* False when the line is another comment. */
bool metadata_line_split(struct metadata_line *out, struct csv_fields *fields, const char *line,
                         size_t length);

/*
 * Whether a line that begins with '#' is a row of a table with `columns` whose first cell is damaged (a
 * spreadsheet writes
 * "#N/A" there): not "# key: value", and with a number after its first comma, or with all cells and more than
 * the first filled. A comment with trailing commas is not.
 */
bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns);

#endif
