/* SPDX-License-Identifier: MIT */
/* One "# key: value" line. A spreadsheet may have added quotes, and delimiters at the end or between "#", the key and
 * the value, as in "# leg:,right" or "# leg,right"; all of these are removed. People also type "# leg = right". */
#pragma once

#include "text/csv_fields.h"

#include <stdbool.h>
#include <stddef.h>

struct metadata_line {
    char key[40];
    const char *value; /* not NUL-terminated; points into the line or into `joined` */
    size_t value_length;
    char joined[2048]; /* the fields of a quoted line, without quotes, joined by commas */
    size_t joined_length, joined_fields;
};

static inline bool metadata_line_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool metadata_line_is_delimiter(char c)
{
    return c == ',' || c == ';' || c == '|' || c == '\t';
}

/* Return whether the line begins with '#', quoted or not. */
bool metadata_line_is_comment(const char *line, size_t length);

/* Return whether a line before the header row is a spreadsheet's own: empty cells, or "sep=;", which names its
 * delimiter. */
bool metadata_line_is_spreadsheets(const char *line, size_t length);

/* Split a line into key and value. False if it is a comment of another form. */
bool metadata_line_split(struct metadata_line *split, struct csv_fields *fields, const char *line, size_t length);

/* Return whether a line that begins with '#' is a row whose first cell is damaged, such as a spreadsheet's "#N/A". Such
 * a line is not "# key: value", and has a number after its first comma, or at least `columns` cells of which more than
 * one is filled. A comment has neither, even with trailing commas. */
bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns);
