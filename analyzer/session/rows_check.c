/* SPDX-License-Identifier: MIT */
#include "session/rows_check.h"

#include "session/columns.h"

#include <math.h>
#include <stdio.h>

#define THOUSAND 1000.0
#define THOUSANDS_MIN 5          /* fewer such readings are somebody's corrections */
#define THOUSANDS_ERROR_MAX 0.05 /* of a float of up to 999.999, times 1000 */
#define BIASED_MIN 5             /* fewer such rows are damaged ones */
#define BIASED_PART_MAX 0.01     /* of the rows; with more, the large or the negative readings would be missing */

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
    bool is_biased = reader->biased_rows >= BIASED_MIN && (double)reader->biased_rows > BIASED_PART_MAX * (double)rows;
    bool is_spoilt = rejected > reader->session->count || is_biased;
    if (is_spoilt)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s cannot be analysed: %zu of its %zu rows cannot be used. The first is %s.", file,
                           rejected, rows, first);
    notes_add(notes, "%zu row%s could not be used and %s left out; the first is %s.", rejected,
              rejected == 1 ? "" : "s", rejected == 1 ? "was" : "were", first);
    return true;
}

/* Whether the values of a column, `stride` apart, are counts of which those from 1000 on are written 1.000: every
 * fraction is one of three digits below limit/1000, and no value is 1000 or more. Means and physical units have other
 * fractions, too. Sets `*example` to such a value. */
static bool look_like_thousands(const float *value, size_t count, size_t stride, double limit, double *example)
{
    size_t fractions = 0;
    for (size_t i = 0; i < count; i++) {
        double size = fabs((double)value[i * stride]), thousands = size * THOUSAND;
        if (size >= THOUSAND)
            return false;
        if (isnan(size) || size == floor(size))
            continue;
        if (size < 1 || thousands > limit || fabs(thousands - round(thousands)) > THOUSANDS_ERROR_MAX)
            return false;
        if (fractions++ == 0)
            *example = size;
    }
    return fractions >= THOUSANDS_MIN;
}

bool rows_check_thousands(const struct session_table *session, const struct columns *columns, const char *file,
                          struct failure *failure)
{
    const struct session_header *header = &session->header;
    size_t strips = header->strip_count;
    for (size_t column = 0; session->count > 0 && column < columns->count; column++) {
        unsigned role = columns->role[column];
        double example = 0;
        char name[16];
        bool is_strip = role >= COLUMN_STRIP, is_axis = !is_strip && role >= COLUMN_IMU && header->has_imu;
        if (!(is_strip && look_like_thousands(session->strip + (role - COLUMN_STRIP), session->count, strips,
                                              header->adc_full_scale, &example)) &&
            !(is_axis && look_like_thousands(session->imu + (role - COLUMN_IMU), session->count, SESSION_IMU_AXES,
                                             COLUMNS_IMU_MAX, &example)))
            continue;
        columns_write_name(columns, column, name, sizeof name);
        return failure_set(
            failure, EXIT_STATUS_INPUT,
            "%s cannot be analysed: %s reads %.3f, and like that all its readings with a fraction; these "
            "look like counts with thousands separators (%.0f). Take the thousands separators out.",
            file, name, example, example * THOUSAND);
    }
    return true;
}

void rows_check_note_events(const struct unknown_events *unknown, struct notes *notes)
{
    if (unknown->row_count > 0)
        notes_add(notes, "%zu row%s an event that is not known and was not used; the first is line %zu: \"%s\".",
                  unknown->row_count, unknown->row_count == 1 ? " has" : "s have", unknown->first_line, unknown->first);
}

void rows_check_note_order(const struct row_order *order, struct notes *notes)
{
    if (order->sorted)
        notes_add(notes,
                  "The rows were not in the order of time (line %zu is the first that was not); they were "
                  "sorted by time_s.",
                  order->first_line);
    if (order->second_line > 0)
        notes_add(notes,
                  "A second recording begins in line %zu of the file, where the times go back; only the first one is "
                  "analysed.",
                  order->second_line);
    if (order->same_time_count > 0)
        notes_add(notes,
                  "%zu rows had the time of the row before them; their times were spread by seq and the "
                  "rate.",
                  order->same_time_count);
}
