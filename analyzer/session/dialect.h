/* SPDX-License-Identifier: MIT */
/* How the program that saved a table writes it. Found once, from the header row and the rows that follow; each cell is
 * then read by that rule only, so that no number is guessed. */
#pragma once

#include "text/csv_fields.h"

#include <stdbool.h>
#include <stddef.h>

struct dialect {
    char delimiter;     /* between cells: comma, semicolon, tab, blank or vertical bar */
    char decimal_sign;  /* '.' or ',' */
    bool has_row_names; /* rows begin with a number that has no name in the header row, as R's write.table does */
};

/* What the logger writes. */
#define DIALECT_OF_LOGGER ((struct dialect){',', '.', false})

/* Find the dialect from the header row and `rows`, the NUL-terminated text that follows it. Leaves `fields` set to the
 * delimiter. */
struct dialect dialect_find(struct csv_fields *fields, const char *header_text, size_t header_length, const char *rows);

/* Parse a number of a cell. False if it is none in this dialect. */
bool dialect_parse_number(const struct dialect *dialect, const char *text, size_t length, double *value);

/* Whether a cell means that there is no value: it is empty, or a word that R, pandas, databases and spreadsheets write,
 * such as NA, NaN or NULL. */
bool dialect_is_missing_word(const char *text, size_t length);

/* Whether a cell is a number with thousands separators, such as 1.023 where the decimal sign is a comma. */
bool dialect_has_thousands(const struct dialect *dialect, const char *text, size_t length);

/* Return what to do about a cell that is no number, for the user; NULL if that is not known. Sets `*is_biased` if other
 * numbers of the column may be well written because they are smaller, or not negative. */
const char *dialect_explain(const struct dialect *dialect, const char *text, size_t length, bool *is_biased);
