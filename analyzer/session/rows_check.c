/* SPDX-License-Identifier: MIT */
#include "session/rows_check.h"

#include <stdio.h>

#define THOUSANDS_PART_MAX 0.01 /* of the rows; with more, the large readings of a column would be missing */

/* Write the first rejected row and its reason: "line 20: column 4 (strip0) is not a number: "1,234" (...)". */
static void describe_first_rejected(const struct row_reader *reader, char *text, size_t size)
{
    const struct row_rejection *first = &reader->first;
    char where[64] = "it", cell[ROW_READER_CELL_SIZE + 8] = "", hint[100] = "";
    if (first->column != ROW_READER_NO_COLUMN) {
        char name[16];
        columns_write_name(reader->columns, first->column, name, sizeof name);
        snprintf(where, sizeof where, "column %zu (%s)", first->column + 1, name);
    }
    if (first->cell[0] != '\0')
        snprintf(cell, sizeof cell, ": \"%s\"", first->cell);
    if (first->hint != NULL)
        snprintf(hint, sizeof hint, " (%s)", first->hint);
    snprintf(text, size, "line %zu: %s %s%s%s", first->line, where, first->reason, cell, hint);
}

/* Check that most rows were read. A spreadsheet's mistake spoils whole columns, and what is left of such a table would
 * be no session. */
bool rows_check_rejected(const struct row_reader *reader, const char *file, size_t header_line, struct notes *notes,
                         struct failure *failure)
{
    char first[400];
    size_t rejected = reader->session->rejected_rows, rows = reader->session->count + rejected;
    if (rows == 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s has no row below its header row (line %zu).", file,
                           header_line);
    if (rejected == 0)
        return true;
    describe_first_rejected(reader, first, sizeof first);
    bool is_spoilt =
        rejected > reader->session->count || (double)reader->thousands_rows > THOUSANDS_PART_MAX * (double)rows;
    if (is_spoilt)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s cannot be analysed: %zu of its %zu rows cannot be used. The first is %s.", file,
                           rejected, rows, first);
    notes_add(notes, "%zu row%s could not be used and %s left out; the first is %s.", rejected,
              rejected == 1 ? "" : "s", rejected == 1 ? "was" : "were", first);
    return true;
}

void rows_check_note_order(const struct row_order *order, struct notes *notes)
{
    if (order->sorted)
        notes_add(notes,
                  "The rows were not in the order of time (line %zu is the first that was not); they were "
                  "sorted by time_s.",
                  order->first_line);
    if (order->same_time_count > 0)
        notes_add(notes,
                  "%zu rows had the time of the row before them; their times were spread by seq and the "
                  "rate.",
                  order->same_time_count);
}
