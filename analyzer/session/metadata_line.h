/* SPDX-License-Identifier: MIT */
/* One "# key: value" line. A spreadsheet may have added quotes and trailing commas, which are removed. */
#ifndef METADATA_LINE_H
#define METADATA_LINE_H

#include "session/csv_fields.h"

#include <stdbool.h>
#include <stddef.h>

struct metadata_line {
    char key[40];
    const char *value; /* not NUL-terminated; points into the line or into `joined` */
    size_t length;
    char joined[2048]; /* the fields of a quoted line, without quotes, joined by commas */
    size_t joined_length, joined_fields;
};

/* Whether the line begins with '#', quoted or not. */
bool metadata_line_is_comment(const char *line, size_t length);

/* Split a line into key and value. False if it is another kind of comment. */
bool metadata_line_split(struct metadata_line *out, struct csv_fields *fields, const char *line, size_t length);

/*
 * Whether a line that begins with '#' is a row whose first cell is damaged, such as the "#N/A" of a
 * spreadsheet: it is not "# key: value", and it has a number after its first comma, or `columns` cells of
 * which more than one is filled. A comment with trailing commas has neither.
 */
bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns);

#endif
