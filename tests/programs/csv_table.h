/* SPDX-License-Identifier: MIT */
/* A table in CSV by RFC 4180, read strictly: a test fails if a row has another number of cells than the first, or does
 * not end with CRLF, or if a quote is out of place. */
#pragma once

#include <stddef.h>

/* Cell c of row r is cell[r * columns + c]; row 0 has the names. */
struct csv_table {
    char **cell;
    size_t rows, columns;
};

void csv_table_parse(struct csv_table *table, const char *text);
void csv_table_free(struct csv_table *table);

/* Return a cell by the name of its column; NULL if there is no such column. */
const char *csv_table_cell(const struct csv_table *table, size_t row, const char *name);
