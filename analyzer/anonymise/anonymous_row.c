/* SPDX-License-Identifier: MIT */
#include "anonymise/anonymous_row.h"

#include "text/letter_case.h"

#include <string.h>

#define CELL_SIZE 64       /* no number is longer, nor are the events of one row */
#define STRIP_DIGITS_MAX 2 /* an event may name a strip: strip_open=3 */

/* The cells of a row by the roles of their columns. */
struct row {
    const struct columns *columns;
    const struct dialect *dialect;
    size_t column;
    bool is_valid, last_is_filled;
    char cell[COLUMN_STRIP + SESSION_STRIPS_MAX][CELL_SIZE];
};

/* The roles in the order of the logger's columns: these, the strips, the IMU and the event. */
static const unsigned FIRST_ROLES[] = {COLUMN_TIME, COLUMN_HOST, COLUMN_SEQ};
#define FIRST_ROLE_COUNT (sizeof FIRST_ROLES / sizeof FIRST_ROLES[0])

static unsigned role_at(unsigned index, unsigned strip_count)
{
    if (index < FIRST_ROLE_COUNT)
        return FIRST_ROLES[index];
    index -= (unsigned)FIRST_ROLE_COUNT;
    if (index < strip_count)
        return COLUMN_STRIP + index;
    index -= strip_count;
    return index < SESSION_IMU_AXES ? COLUMN_IMU + index : COLUMN_EVENT;
}

static unsigned role_count(unsigned strip_count)
{
    return (unsigned)FIRST_ROLE_COUNT + strip_count + SESSION_IMU_AXES + 1;
}

/* Return the column of a role; columns->count if there is none, or if the IMU has not all of its columns. */
static size_t find_column(const struct columns *columns, unsigned role)
{
    if (role >= COLUMN_IMU && role < COLUMN_STRIP && !columns->has_imu)
        return columns->count;
    size_t column = 0;
    while (column < columns->count && columns->role[column] != role)
        column++;
    return column;
}

void anonymous_row_add_columns(struct text_buffer *out, const struct columns *columns)
{
    for (unsigned i = 0; i < role_count(columns->strip_count); i++) {
        char name[32];
        size_t column = find_column(columns, role_at(i, columns->strip_count));
        if (column == columns->count)
            continue;
        columns_write_name(columns, column, name, sizeof name);
        text_addf(out, "%s%s", i > 0 ? "," : "", name);
    }
    text_add(out, "\n");
}

/* Add the known events among the names that '+' joins. What follows a '=' passes only if it is the number of a strip.
 */
static void copy_events(char *cell, char *names, size_t length)
{
    struct text_buffer out = text_fixed(cell, CELL_SIZE);
    letter_case_lower_text(names, length);
    for (size_t at = 0, end; at < length; at = end + 1) {
        const char *name = names + at, *plus = memchr(name, '+', length - at);
        end = plus ? (size_t)(plus - names) : length;
        const char *equals = memchr(name, '=', end - at);
        size_t name_length = equals ? (size_t)(equals - name) : end - at;
        size_t digits = equals ? end - at - name_length - 1 : 0;
        if ((session_events_from_names(name, name_length) & ~(unsigned)SESSION_EVENT_UNKNOWN) == 0)
            continue;
        for (size_t i = 0; i < digits; i++)
            if (equals[1 + i] < '0' || equals[1 + i] > '9')
                digits = 0;
        text_add(&out, out.length > 0 ? "+" : "");
        text_add_bytes(&out, name, digits > 0 && digits <= STRIP_DIGITS_MAX ? end - at : name_length);
    }
}

/* Copy the digits of a number, with a decimal point. */
static void copy_number(char *cell, const char *text, size_t length, char decimal_sign)
{
    memcpy(cell, text, length);
    cell[length] = '\0';
    char *sign = strchr(cell, decimal_sign);
    if (sign)
        *sign = '.';
}

static void parse_cell(void *bytes, size_t length, void *context)
{
    struct row *row = context;
    size_t column = row->column++;
    double number;
    row->last_is_filled = length > 0;
    unsigned role = column < row->columns->count ? row->columns->role[column] : COLUMN_IGNORED;
    if (role == COLUMN_EVENT)
        copy_events(row->cell[role], bytes, length);
    if (role == COLUMN_EVENT || role == COLUMN_IGNORED)
        return;
    bool is_number = length < CELL_SIZE && dialect_parse_number(row->dialect, bytes, length, &number);
    if (is_number)
        copy_number(row->cell[role], bytes, length, row->dialect->decimal_sign);
    else if (role == COLUMN_TIME || role >= COLUMN_STRIP ||
             (role != COLUMN_HOST && !dialect_is_missing_word(bytes, length)))
        row->is_valid = false;
}

bool anonymous_row_add(struct text_buffer *out, const struct columns *columns, const struct dialect *dialect,
                       struct csv_fields *fields, const char *line, size_t length)
{
    struct row row = {.columns = columns, .dialect = dialect, .is_valid = true};
    bool ok = csv_fields_split(fields, line, length, parse_cell, &row) && row.is_valid &&
              (row.column >= columns->count || (row.last_is_filled && columns_may_end_before(columns, row.column)));
    for (unsigned i = 0; ok && i < role_count(columns->strip_count); i++) {
        unsigned role = role_at(i, columns->strip_count);
        if (find_column(columns, role) < columns->count)
            text_addf(out, "%s%s", i > 0 ? "," : "", row.cell[role]);
    }
    if (ok)
        text_add(out, "\n");
    return ok;
}
