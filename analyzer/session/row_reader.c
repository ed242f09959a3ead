/* SPDX-License-Identifier: MIT */
#include "session/row_reader.h"

#include "text/line_reader.h"
#include "text/letter_case.h"
#include "session/time_units.h"
#include "shared/decimal.h"
#include "shared/sanitized_text.h"

#include <math.h>
#include <string.h>

#define SEQ_MAX 1e15 /* largest accepted sequence number, exact in a double; in other programs it may just grow */

void row_reader_init(struct row_reader *reader, const struct columns *columns, const struct dialect *dialect,
                     struct csv_fields *fields, struct session_table *session)
{
    *reader = (struct row_reader){
        .columns = columns, .dialect = *dialect, .session = session, .fields = fields, .frames = FRAME_COUNT_NONE};
}

static void reject(struct row_reader *reader, const struct row_rejection *rejection)
{
    if (reader->session->rejected_rows++ == 0)
        reader->first = *rejection;
}

void row_reader_reject(struct row_reader *reader, size_t line_number, const char *reason)
{
    reject(reader, &(struct row_rejection){line_number, ROW_READER_NO_COLUMN, reason, "", NULL});
}

/* Mark the row invalid. If it is already invalid, keep the first reason. */
static void mark_invalid(struct row_reader *reader, size_t column, const char *reason, const char *cell, size_t length,
                         const char *hint)
{
    struct row_rejection *invalid = &reader->invalid;
    if (invalid->reason != NULL)
        return;
    invalid->reason = reason;
    invalid->column = column;
    invalid->hint = hint;
    sanitized_text_copy_bytes(invalid->cell, sizeof invalid->cell, cell, length);
}

static void mark_no_number(struct row_reader *reader, size_t column, const char *cell, size_t length)
{
    bool is_biased;
    const char *hint = dialect_explain(&reader->dialect, cell, length, &is_biased);
    reader->biased_rows += reader->invalid.reason == NULL && is_biased;
    mark_invalid(reader, column, "is not a number", cell, length, hint);
}

static const char *range_of(unsigned role)
{
    return role >= COLUMN_STRIP  ? "a reading from 0 to the full scale is expected"
           : role >= COLUMN_IMU  ? "up to a million counts are expected"
           : role == COLUMN_TIME ? "seconds from 0 are expected"
                                 : "a number from 0 is expected";
}

/* A value above its range may be a damaged cell. Many are the largest readings of a strip with another full scale. */
static void mark_out_of_range(struct row_reader *reader, unsigned role, size_t column, const char *cell, size_t length,
                              double value)
{
    reader->biased_rows += reader->invalid.reason == NULL && role >= COLUMN_STRIP && value > 0;
    mark_invalid(reader, column, "is out of range", cell, length, range_of(role));
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

static void parse_events(struct row_reader *reader, char *cell, size_t length)
{
    struct unknown_events *unknown = &reader->unknown_events;
    char written[ROW_READER_CELL_SIZE];
    if (dialect_is_missing_word(cell, length))
        return;
    sanitized_text_copy_bytes(written, sizeof written, cell, length);
    unsigned events = session_events_from_names(letter_case_lower_text(cell, length), length);
    reader->row.event_bits = events & ~(unsigned)SESSION_EVENT_UNKNOWN;
    if ((events & SESSION_EVENT_UNKNOWN) == 0)
        return;
    if (unknown->row_count++ == 0) {
        unknown->first_line = reader->line_number;
        memcpy(unknown->first, written, sizeof written);
    }
}

static void parse_cell(void *cell, size_t length, void *context)
{
    struct row_reader *reader = context;
    const char *text = cell;
    size_t column = reader->column++;
    reader->last_is_filled = length > 0;
    reader->filled_cells += length > 0;
    if (column >= reader->columns->count) {
        if (length > 0)
            mark_invalid(reader, column, "has no name in the header row", text, length, NULL);
        return;
    }
    unsigned role = reader->columns->role[column];
    bool may_be_missing = role == COLUMN_SEQ || (role >= COLUMN_IMU && role < COLUMN_STRIP);
    double value = NAN;
    if (role == COLUMN_EVENT && dialect_parse_number(&reader->dialect, text, length, &value))
        mark_invalid(reader, column, "is a number, not an event", text, length,
                     "the row has a cell too many or too few");
    else if (role == COLUMN_EVENT)
        parse_events(reader, cell, length);
    else if (role == COLUMN_IGNORED || role == COLUMN_HOST)
        return;
    else if (length > 0 && !(may_be_missing && dialect_is_missing_word(text, length)) &&
             !dialect_parse_number(&reader->dialect, text, length, &value))
        mark_no_number(reader, column, text, length);
    else if (!store_number(reader, role, value) && length == 0)
        mark_invalid(reader, column, "is empty", text, length, NULL);
    else if (!store_number(reader, role, value))
        mark_out_of_range(reader, role, column, text, length, value);
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

static inline bool is_resumed(const struct row_reader *reader)
{
    return (reader->row.event_bits & SESSION_EVENT_RESUME) != 0;
}

/* Add a row whose time is not later than the last row's. False when out of memory. */
static bool add_out_of_order(struct row_reader *reader)
{
    struct session_table *session = reader->session;
    struct frame_count *frames = &reader->frames;
    double step = frame_count_step(frames, reader->row_seq);
    enum row_place place = row_order_place(&reader->order, reader->row.time_s, step);
    if (place == ROW_REPLACES_LAST)
        frame_count_drop_last(frames);
    if (place != ROW_MISPLACED && place != ROW_UNRELATED)
        frame_count_add(frames, reader->row_seq, is_resumed(reader));
    return row_order_add(&reader->order, place, reader->row.time_s, session->count, reader->line_number) &&
           session_table_add(session, &reader->row);
}

/* Add the parsed row to the session, or reject it. False when out of memory. */
static inline bool add_row(struct row_reader *reader)
{
    struct session_table *session = reader->session;
    if (reader->invalid.reason != NULL) {
        reader->frames.rejected_since_row++;
        reader->invalid.line = reader->line_number;
        reject(reader, &reader->invalid);
        return true;
    }
    clear_incomplete_imu(reader);
    frame_count_see(&reader->frames, reader->row_seq);
    if (!row_order_follows(&reader->order, reader->row.time_s))
        return add_out_of_order(reader);
    frame_count_add(&reader->frames, reader->row_seq, is_resumed(reader));
    return row_order_add(&reader->order, ROW_FOLLOWS, reader->row.time_s, session->count, reader->line_number) &&
           session_table_add(session, &reader->row);
}

bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number)
{
    reader->column = reader->filled_cells = 0;
    reader->line_number = line_number;
    reader->invalid.reason = NULL;
    reader->row_seq = -1;
    reader->row.event_bits = 0;
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++) /* their cells may be missing */
        reader->row.imu[axis] = NAN;
    if (!csv_fields_split(reader->fields, line, length, parse_cell, reader))
        mark_invalid(reader, reader->column, "has unbalanced quotes", "", 0, NULL);
    else if (reader->filled_cells == 0)
        return true; /* the line has only blanks and delimiters */
    else if (reader->column < reader->columns->count &&
             !(reader->last_is_filled && columns_may_end_before(reader->columns, reader->column)))
        mark_invalid(reader, reader->column, "is missing", "", 0, NULL);
    return add_row(reader);
}

bool row_reader_finish(struct row_reader *reader)
{
    const struct row_order *order = &reader->order;
    struct session_table *session = reader->session;
    size_t removed;
    if (!row_order_finish(&reader->order, session, &removed))
        return false;
    if (removed > 0 && (session->rejected_rows == 0 || order->first_line < reader->first.line))
        reader->first = (struct row_rejection){order->first_line, ROW_READER_NO_COLUMN, order->first_reason, "", NULL};
    session->rejected_rows += removed;
    return true;
}

size_t row_reader_count_lost(const struct row_reader *reader)
{
    return reader->order.sorted || reader->order.second_line > 0 ? time_units_count_missing(reader->session)
                                                                 : reader->frames.lost;
}

bool row_reader_has_successive_frames(const struct row_reader *reader)
{
    return frame_count_is_successive(&reader->frames, reader->session->count, reader->order.sorted);
}

void row_reader_free(struct row_reader *reader)
{
    row_order_free(&reader->order);
}

/* Skip a cell of an unknown column, up to the delimiter, a quote, blank or line end. */
static inline const char *skip_plain_text(const char *text, char delimiter)
{
    const char *end = text;
    if (delimiter == ',') /* in ASCII, these are all printable characters after the comma */
        while (*end >= '-' && *end <= '~')
            end++;
    else
        while (*end > ' ' && *end <= '~' && *end != '"' && *end != delimiter)
            end++;
    return end;
}

/* Parse the cells of a line. Returns the start of the next line; NULL if row_reader_read_plain must not accept the
 * line. Always inlined, so that the loop knows the logger's own signs. */
static inline const char *read_plain_cells(struct row_reader *reader, const char *line, char delimiter,
                                           char decimal_sign)
{
    const char *text = line;
    const struct columns *columns = reader->columns;
    reader->row_seq = -1;
    reader->row.event_bits = 0;
    for (size_t column = 0; column < columns->count; column++) {
        unsigned role = columns->role[column];
        if (column > 0 && *text++ != delimiter) {
            text--;
            if (role == COLUMN_EVENT && column + 1 == columns->count && text[-1] != delimiter)
                break; /* a spreadsheet left out the delimiter before the empty last cell */
            return NULL;
        }
        if (role == COLUMN_EVENT)
            continue; /* the cell must be empty, so the next byte must be a delimiter or the line end */
        if (role <= COLUMN_HOST) {
            text = skip_plain_text(text, delimiter);
        } else {
            double value = NAN;
            text = decimal_scan(text, decimal_sign, &value);
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
    const struct dialect *dialect = &reader->dialect;
    const char *end = NULL;
    if (dialect->delimiter == ',' && dialect->decimal_sign == '.')
        end = read_plain_cells(reader, text, ',', '.');
    else if (dialect->delimiter != dialect->decimal_sign)
        end = read_plain_cells(reader, text, dialect->delimiter, dialect->decimal_sign);
    *length = end != NULL ? (size_t)(end - text) : 0;
    reader->line_number = line_number;
    reader->invalid.reason = NULL;
    return *length == 0 || add_row(reader);
}
