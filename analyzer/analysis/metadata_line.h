/* SPDX-License-Identifier: MIT */
/*
 * One "# key: value" line. It may come back from a spreadsheet in quotes and with commas behind it; both are taken
 * off again.
 */
#ifndef METADATA_LINE_H
#define METADATA_LINE_H

#include "fields.h"

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
bool metadata_line_is(const char *line, size_t length);

/* False when the line is no "# key: value", but somebody's remark. */
bool metadata_line_split(struct metadata_line *out, struct fields *fields, const char *line, size_t length);

#endif
