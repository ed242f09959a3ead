/* SPDX-License-Identifier: MIT */
#include "session/row_reader.h"

#include "session/line_reader.h"
#include "shared/decimal.h"

#include <math.h>

#define SEQ_RANGE 65536.0 /* sequence numbers on the wire begin again at 0 after this many */
#define SEQ_MAX 1e15      /* largest accepted sequence number, exact in a double; in other programs it may just grow */

void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_table *session)
{
    *reader = (struct row_reader){
        .columns = columns, .session = session, .fields = fields, .last_seq = -1, .seq_before_last = -1};
}

void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *reason)
{
    if (reader->session->rejected_rows++ == 0) {
        reader->first_rejected_line = line_number;
        reader->first_rejected_column = column;
        reader->first_rejected_reason = reason;
    }
}

/* Mark the row invalid. If it is already invalid, keep the first reason. */
static void mark_invalid(struct row_reader *reader, size_t column, const char *reason)
{
    if (reader->invalid_reason == NULL) {
        reader->invalid_reason = reason;
        reader->invalid_column = column;
    }
}

/* Store a number in the row; an empty cell is NAN. False if the value is out of range, or required but missing. */
static inline bool store_number(struct row_reader *reader, unsigned role, double value)
{
    struct parsed_row *row = &reader->row;
    value += 0.0; /* -0 becomes 0 */
    if (role >= COLUMN_STRIP) {
        row->strip[role - COLUMN_STRIP] = (float)value;
        return value >= 0 && value <= reader->session->header.adc_full_scale;
    }
    if (role >= COLUMN_IMU) {
        row->imu[role - COLUMN_IMU] = (float)value;
        return isnan(value) || fabs(value) <= COLUMNS_IMU_MAX;
    }
    if (role == COLUMN_TIME) {
        row->time_s = value;
        return value >= 0 && value <= COLUMNS_TIME_MAX_S;
    }
    reader->row_seq = isnan(value) ? -1 : value;
    return isnan(value) || (value >= 0 && value <= SEQ_MAX);
}

static void parse_cell(void *text, size_t length, void *context)
{
    struct row_reader *reader = context;
    size_t column = reader->column++;
    if (column >= reader->columns->count) {
        if (length > 0)
            mark_invalid(reader, column, "has no name in the header row");
        return;
    }
    unsigned role = reader->columns->role[column];
    double value = NAN;
    if (role == COLUMN_EVENT)
        reader->row.event_bits = session_events_from_names(text, length);
    else if (role == COLUMN_IGNORED)
        return;
    else if (length > 0 && !decimal_parse(text, length, &value))
        mark_invalid(reader, column, "is not a number");
    else if (!store_number(reader, role, value))
        mark_invalid(reader, column, length == 0 ? "is empty" : "is out of range");
}

/* Clear the IMU reading if one of the kept axes is missing. */
static void clear_incomplete_imu(struct row_reader *reader)
{
    float *imu = reader->row.imu;
    bool is_complete = reader->columns->has_imu;
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++)
        is_complete = is_complete && !isnan(imu[axis]);
    for (size_t axis = 0; !is_complete && axis < SESSION_IMU_AXES; axis++)
        imu[axis] = NAN;
}

/* Count the frames missing between the last valid row and this one; rejected rows are not missing. */
static void count_lost(struct row_reader *reader)
{
    size_t rejected = reader->rejected_since_valid;
    double previous = reader->last_seq, current = reader->row_seq;
    reader->rejected_since_valid = 0;
    reader->seq_before_last = previous;
    reader->lost_before_last = reader->lost_by_seq;
    reader->last_seq = current;
    if (previous < 0 || current < 0 || (reader->row.event_bits & SESSION_EVENT_RESUME))
        return;
    double step = current - previous;
    if (step <= 0)
        step += SEQ_RANGE;
    if (step >= 1 && step < SEQ_RANGE / 2) /* a longer step: a number is wrong or counting began again */
        reader->lost_by_seq += (size_t)fmax(step - 1 - (double)rejected, 0);
}

/* A new row, at `time_s`, is not later than the last row, so one of the two times is wrong. Return true if it is the
 * time of the last row. The correct time is the one that continues the steps of the earlier rows more regularly. */
static bool is_last_row_wrong(const struct session_table *session, double time_s)
{
    size_t count = session->count;
    const double *time = session->time_s;
    if (count == 1)
        return time_s < time[0];
    double previous = time[count - 2];
    double step_to_new = time_s - previous, step_to_last = time[count - 1] - previous;
    if (count == 2) /* with two rows, no typical step is known yet */
        return step_to_new > 0 && step_to_last > 2 * step_to_new;
    double typical_step = previous - time[count - 3];
    return step_to_new > 0 && fabs(step_to_new - typical_step) < fabs(step_to_last - typical_step);
}

/* Add the parsed row to the session, or reject it. False when out of memory. */
static bool add_row(struct row_reader *reader, size_t line_number)
{
    struct session_table *session = reader->session;
    if (reader->invalid_reason == NULL && session->count > 0 &&
        reader->row.time_s <= session->time_s[session->count - 1]) {
        if (!is_last_row_wrong(session, reader->row.time_s)) {
            row_reader_reject(reader, line_number, ROW_READER_NO_COLUMN, "goes back in time");
            return true;
        }
        session_table_remove_last(session);
        row_reader_reject(reader, line_number, ROW_READER_NO_COLUMN, "follows a row with a later time");
        reader->last_seq = reader->seq_before_last;
        reader->lost_by_seq = reader->lost_before_last;
        reader->rejected_since_valid++;
    }
    if (reader->invalid_reason != NULL) {
        reader->rejected_since_valid++;
        row_reader_reject(reader, line_number, reader->invalid_column, reader->invalid_reason);
        return true;
    }
    clear_incomplete_imu(reader);
    count_lost(reader);
    return session_table_add(session, &reader->row);
}

bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number)
{
    reader->column = 0;
    reader->invalid_reason = NULL;
    reader->row_seq = -1;
    reader->row.event_bits = 0;
    if (!csv_fields_split(reader->fields, line, length, parse_cell, reader))
        mark_invalid(reader, reader->column, "has unbalanced quotes");
    else if (reader->column == 0)
        return true; /* the line has only blanks */
    else if (reader->column < reader->columns->count)
        mark_invalid(reader, reader->column, "is missing");
    return add_row(reader, line_number);
}

/* Skip a cell of an unknown column, up to a comma, quote, blank or line end. */
static inline const char *skip_plain_text(const char *text)
{
    const char *end = text;
    while (*end >= '-' && *end <= '~') /* in ASCII, these are all printable characters after the comma */
        end++;
    return end;
}

/* Parse the cells of a line. Returns the start of the next line; NULL if row_reader_read_plain must not accept the
 * line. */
static const char *read_plain_cells(struct row_reader *reader, const char *line)
{
    const char *text = line;
    const struct columns *columns = reader->columns;
    reader->row_seq = -1;
    reader->row.event_bits = 0;
    for (size_t column = 0; column < columns->count; column++) {
        unsigned role = columns->role[column];
        if (column > 0 && *text++ != ',')
            return NULL;
        if (role == COLUMN_EVENT)
            continue; /* the cell must be empty, so the next byte must be a comma or the line end */
        if (role == COLUMN_IGNORED) {
            text = skip_plain_text(text);
        } else {
            double value = NAN;
            text = decimal_scan(text, &value);
            if (!store_number(reader, role, value))
                return NULL;
        }
    }
    if (text - line > LINE_READER_LINE_MAX)
        return NULL;
    text += *text == '\r';
    return *text == '\n' ? text + 1 : NULL;
}

bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length)
{
    const char *end = read_plain_cells(reader, text);
    *length = end != NULL ? (size_t)(end - text) : 0;
    reader->invalid_reason = NULL;
    return *length == 0 || add_row(reader, line_number);
}
