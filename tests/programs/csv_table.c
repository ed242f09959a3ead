/* SPDX-License-Identifier: MIT */
#include "csv_table.h"

#include "support/cmocka_includes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Read a cell into `out`, which has room for the rest of the text. Returns the end of the cell. */
static const char *read_cell(const char *at, char *out)
{
    bool is_quoted = *at == '"';
    at += is_quoted;
    while (is_quoted ? *at != '"' || at[1] == '"' : !strchr(",\r\n\"", *at)) {
        if (*at == '\0')
            fail_msg("the table ends in a cell");
        at += *at == '"';
        *out++ = *at++;
    }
    *out = '\0';
    return at + is_quoted;
}

static void add_cell(struct csv_table *table, size_t count, const char *cell)
{
    table->cell = realloc(table->cell, (count + 1) * sizeof *table->cell);
    assert_non_null(table->cell);
    table->cell[count] = strdup(cell);
}

void csv_table_parse(struct csv_table *table, const char *text)
{
    char *cell = malloc(strlen(text) + 1);
    size_t count = 0;
    assert_non_null(cell);
    *table = (struct csv_table){0};
    for (const char *at = text; *at;) {
        at = read_cell(at, cell);
        add_cell(table, count++, cell);
        if (*at == ',') {
            at++;
            continue;
        }
        if (strncmp(at, "\r\n", 2) != 0)
            fail_msg("row %zu does not end with CRLF", table->rows);
        at += 2;
        table->columns = table->rows++ == 0 ? count : table->columns;
        assert_int_equal(count, table->rows * table->columns);
    }
    free(cell);
    assert_true(table->rows > 0 && count == table->rows * table->columns);
}

void csv_table_free(struct csv_table *table)
{
    for (size_t i = 0; i < table->rows * table->columns; i++)
        free(table->cell[i]);
    free(table->cell);
}

const char *csv_table_cell(const struct csv_table *table, size_t row, const char *name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (strcmp(table->cell[c], name) == 0)
            return table->cell[row * table->columns + c];
    return NULL;
}
