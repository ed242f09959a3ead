/* SPDX-License-Identifier: MIT */
#include "session/columns.h"

#include "text/letter_case.h"
#include "shared/decimal.h"

#include <limits.h>
#include <stdio.h>

#define STRIP_DIGITS_MAX 4 /* a column whose number has more digits is not a strip */

struct header_row {
    struct columns *columns;
    unsigned seen[COLUMN_STRIP + SESSION_STRIPS_MAX]; /* number of columns with each role */
    bool has_too_many_strips;                         /* a strip's number is SESSION_STRIPS_MAX or higher */
};

/* Return the role of the column with the name `text`. A strip whose number is too high sets `*too_many_strips`. */
static unsigned find_role(const char *text, size_t length, bool *too_many_strips)
{
    const size_t prefix_length = sizeof SESSION_COLUMN_STRIP - 1;
    const char *number = text + prefix_length;
    long long strip;
    if (letter_case_is(text, length, SESSION_COLUMN_TIME))
        return COLUMN_TIME;
    if (letter_case_is(text, length, SESSION_COLUMN_HOST))
        return COLUMN_HOST;
    if (letter_case_is(text, length, SESSION_COLUMN_SEQ))
        return COLUMN_SEQ;
    if (letter_case_is(text, length, SESSION_COLUMN_EVENT))
        return COLUMN_EVENT;
    for (unsigned axis = 0; axis < SESSION_IMU_AXES; axis++)
        if (letter_case_is(text, length, SESSION_IMU_COLUMNS[axis]))
            return COLUMN_IMU + axis;
    /* The first character is checked because decimal_parse_integer accepts a sign. */
    if (length > prefix_length && length <= prefix_length + STRIP_DIGITS_MAX &&
        letter_case_begins_with(text, length, SESSION_COLUMN_STRIP) && *number >= '0' && *number <= '9' &&
        decimal_parse_integer(number, length - prefix_length, 0, INT_MAX, &strip)) {
        if (strip < SESSION_STRIPS_MAX)
            return COLUMN_STRIP + (unsigned)strip;
        *too_many_strips = true;
    }
    return COLUMN_IGNORED;
}

bool columns_is_known_name(const char *text, size_t length)
{
    bool has_too_many_strips = false;
    return find_role(text, length, &has_too_many_strips) != COLUMN_IGNORED;
}

bool columns_is_header(const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++)
        if (letter_case_begins_with(text + at, length - at, SESSION_COLUMN_TIME))
            return true;
    return false;
}

static void add_column(void *text, size_t length, void *context)
{
    struct header_row *row = context;
    size_t column = row->columns->count++;
    if (column >= COLUMNS_MAX)
        return;
    unsigned role = find_role(text, length, &row->has_too_many_strips);
    row->columns->role[column] = (unsigned char)role;
    row->seen[role]++;
}

static void write_role_name(unsigned role, char *name, size_t size)
{
    static const char *const names[] = {[COLUMN_IGNORED] = "unknown",
                                        [COLUMN_HOST] = SESSION_COLUMN_HOST,
                                        [COLUMN_TIME] = SESSION_COLUMN_TIME,
                                        [COLUMN_SEQ] = SESSION_COLUMN_SEQ,
                                        [COLUMN_EVENT] = SESSION_COLUMN_EVENT};
    if (role >= COLUMN_STRIP)
        snprintf(name, size, SESSION_COLUMN_STRIP "%u", role - COLUMN_STRIP);
    else if (role >= COLUMN_IMU)
        snprintf(name, size, "%s", SESSION_IMU_COLUMNS[role - COLUMN_IMU]);
    else
        snprintf(name, size, "%s", names[role]);
}

void columns_write_name(const struct columns *columns, size_t column, char *name, size_t size)
{
    write_role_name(column < columns->count ? columns->role[column] : COLUMN_IGNORED, name, size);
}

/* Count the strip columns, which must be numbered from 0 without a gap. */
static bool count_strips(struct header_row *row, const struct file_line *line, struct failure *failure)
{
    unsigned count = 0;
    while (count < SESSION_STRIPS_MAX && row->seen[COLUMN_STRIP + count] > 0)
        count++;
    for (unsigned strip = count; strip < SESSION_STRIPS_MAX; strip++) {
        if (row->seen[COLUMN_STRIP + strip] > 0)
            return failure_set(failure, EXIT_STATUS_INPUT, "%s, line %zu: there is a column strip%u but no strip%u.",
                               line->file, line->number, strip, count);
    }
    if (row->has_too_many_strips)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s, line %zu: there are more than %d strip columns.",
                           line->file, line->number, SESSION_STRIPS_MAX);
    if (count < SESSION_STRIPS_MIN)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s, line %zu: the header row names %u strip columns (strip0, strip1, ...), but a session "
                           "has %d to %d.",
                           line->file, line->number, count, SESSION_STRIPS_MIN, SESSION_STRIPS_MAX);
    row->columns->strip_count = count;
    return true;
}

bool columns_may_end_before(const struct columns *columns, size_t column)
{
    unsigned missing_axes = 0;
    for (; column < columns->count; column++) {
        unsigned role = columns->role[column];
        bool is_axis = role >= COLUMN_IMU && role < COLUMN_STRIP;
        missing_axes += is_axis;
        if (!is_axis && role != COLUMN_EVENT && role != COLUMN_IGNORED)
            return false;
    }
    return missing_axes == 0 || missing_axes == SESSION_IMU_AXES;
}

/* Rows are valid without these columns, so only a note can say that they were dropped or renamed. */
static void note_missing_columns(const struct header_row *row, struct notes *notes)
{
    unsigned axes = row->columns->axis_count;
    if (axes > 0 && axes < SESSION_IMU_AXES)
        notes_add(notes, "The motion sensor is not used: only %u of its six columns are there.", axes);
    if (axes == 0 && row->seen[COLUMN_IGNORED] >= SESSION_IMU_AXES)
        notes_add(notes,
                  "The table has no columns %s to %s, but %u with names that are not known: if they are those of the "
                  "motion sensor, it is not used.",
                  SESSION_IMU_COLUMNS[0], SESSION_IMU_COLUMNS[SESSION_IMU_AXES - 1], row->seen[COLUMN_IGNORED]);
    if (row->seen[COLUMN_EVENT] == 0)
        notes_add(notes, "The table has no column %s: presses of the button are not known.", SESSION_COLUMN_EVENT);
}

bool columns_read(struct columns *columns, struct csv_fields *fields, bool has_row_names, const struct file_line *line,
                  struct notes *notes, struct failure *failure)
{
    *columns = (struct columns){.count = has_row_names};
    struct header_row row = {.columns = columns};
    if (!csv_fields_split(fields, line->text, line->length, add_column, &row))
        return failure_set(failure, EXIT_STATUS_INPUT, "%s, line %zu: the quotes of the header row are unbalanced.",
                           line->file, line->number);
    if (columns->count > COLUMNS_MAX)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s, line %zu: the header row names %zu columns; at most %d are read.", line->file,
                           line->number, columns->count, COLUMNS_MAX);
    for (unsigned role = COLUMN_TIME; role < COLUMN_STRIP + SESSION_STRIPS_MAX; role++) {
        char name[16];
        write_role_name(role, name, sizeof name);
        if (row.seen[role] > 1)
            return failure_set(failure, EXIT_STATUS_INPUT, "%s, line %zu: the column %s appears %u times.", line->file,
                               line->number, name, row.seen[role]);
    }
    if (row.seen[COLUMN_TIME] == 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s, line %zu: the header row has no column %s, so this is not a session's table.",
                           line->file, line->number, SESSION_COLUMN_TIME);
    if (!count_strips(&row, line, failure))
        return false;
    for (unsigned axis = 0; axis < SESSION_IMU_AXES; axis++)
        columns->axis_count += row.seen[COLUMN_IMU + axis];
    columns->has_imu = columns->axis_count == SESSION_IMU_AXES;
    note_missing_columns(&row, notes);
    return true;
}
