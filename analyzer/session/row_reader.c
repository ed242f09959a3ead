/* SPDX-License-Identifier: MIT */
#include "session/row_reader.h"

#include "shared/decimal.h"
#include "session/plain_row.h"

#include <math.h>
#include <string.h>

#define SEQ_RANGE 65536 /* the wire's sequence number */
#define NO_COLUMN ((size_t)-1)

void row_reader_init(struct row_reader *reader, const struct columns *columns, struct csv_fields *fields,
                     struct session_rows *recording)
{
    *reader = (struct row_reader){
        .columns = columns, .recording = recording, .fields = fields, .last_seq = -1, .seq_before_last = -1};
}

void row_reader_reject(struct row_reader *reader, size_t line_number, size_t column, const char *why)
{
    if (reader->recording->rejected_rows++ == 0) {
        reader->first_bad_line = line_number;
        reader->first_bad_column = column;
        reader->first_bad_reason = why;
    }
}

static unsigned read_events(const char *text, size_t length)
{
    unsigned events = 0;
    while (length > 0) {
        const char *plus = memchr(text, '+', length);
        size_t name = plus ? (size_t)(plus - text) : length;
        events |= session_event_from_name(text, name);
        size_t used = plus ? name + 1 : name;
        text += used;
        length -= used;
    }
    return events;
}

static void spoil(struct row_reader *reader, size_t column, const char *why)
{
    if (reader->bad_reason == NULL) {
        reader->bad_reason = why;
        reader->bad_column = column;
    }
}

/* A number between `low` and `high`, or the row is bad. */
static inline double number(struct row_reader *reader, size_t column, const char *text, size_t length,
                            double low, double high)
{
    double value = 0;
    if (!decimal_parse(text, length, &value))
        spoil(reader, column, length == 0 ? "is empty" : "is no number");
    else if (value < low || value > high)
        spoil(reader, column, "is out of range");
    return value + 0.0; /* none is minus zero */
}

static void take_imu(struct row_reader *reader, size_t column, unsigned axis, const char *text, size_t length)
{
    static const signed char kept[SESSION_IMU_AXES] = {SESSION_ROWS_ACCEL_X, SESSION_ROWS_ACCEL_Y, -1, -1, -1,
                                                       SESSION_ROWS_GYRO_Z};
    double value =
        length == 0 ? NAN : number(reader, column, text, length, -COLUMNS_IMU_MAX, COLUMNS_IMU_MAX);
    if (kept[axis] >= 0)
        reader->row.imu[kept[axis]] = (float)value;
}

static void take_cell(void *text, size_t length, void *context)
{
    struct row_reader *reader = context;
    size_t column = reader->column++;
    if (column >= reader->columns->count) {
        if (length > 0)
            spoil(reader, column, "is one more than the header row names");
        return;
    }
    unsigned role = reader->columns->role[column];
    if (role >= COLUMN_STRIP)
        reader->row.strip[role - COLUMN_STRIP] =
            (float)number(reader, column, text, length, 0, reader->recording->header.adc_full_scale);
    else if (role >= COLUMN_IMU)
        take_imu(reader, column, role - COLUMN_IMU, text, length);
    else if (role == COLUMN_TIME)
        reader->row.time_s = number(reader, column, text, length, 0, COLUMNS_TIME_MAX_S);
    else if (role == COLUMN_SEQ)
        reader->row_seq = length == 0 ? -1 : number(reader, column, text, length, 0, 1e15);
    else if (role == COLUMN_EVENT)
        reader->row.events = read_events(text, length);
}

static void settle_imu(struct row_reader *reader)
{
    float *imu = reader->row.imu;
    if (!reader->columns->has_imu || isnan(imu[0]) || isnan(imu[1]) || isnan(imu[2]))
        imu[0] = imu[1] = imu[2] = NAN;
}

/* Frames missing between the last good row and this one. A row that came and was bad is counted as such
 * already. */
static void count_lost(struct row_reader *reader)
{
    size_t bad_between = reader->bad_since_good;
    reader->bad_since_good = 0;
    double before = reader->last_seq, now = reader->row_seq;
    reader->seq_before_last = before;
    reader->lost_before_last = reader->lost_by_seq;
    reader->last_seq = now;
    if (before < 0 || now < 0 || (reader->row.events & SESSION_EVENT_RESUME))
        return;
    double step = now - before;
    if (step <= 0)
        step += SEQ_RANGE;
    if (step >= 1 && step < SEQ_RANGE / 2)
        reader->lost_by_seq += (size_t)fmax(step - 1 - (double)bad_between, 0);
}

/*
 * A time that does not grow: one of two rows is wrong, this one or the one before. The one that goes on more
 * evenly from the row before both stays.
 */
static bool last_row_is_wrong(const struct session_rows *recording, double time_s)
{
    size_t count = recording->count;
    const double *time = recording->time_s;
    if (count == 1)
        return time_s < time[0];
    double before = time[count - 2];
    double step = time_s - before, step_to_last = time[count - 1] - before;
    if (count == 2) /* no step is known to be usual yet */
        return step > 0 && step_to_last > 2 * step;
    double usual = before - time[count - 3];
    return step > 0 && fabs(step - usual) < fabs(step_to_last - usual);
}

/* A row goes in whose cells have been read, or is counted as a bad one. False when memory is short. */
static bool take_row(struct row_reader *reader, size_t line_number)
{
    struct session_rows *recording = reader->recording;
    if (reader->bad_reason == NULL && recording->count > 0 &&
        reader->row.time_s <= recording->time_s[recording->count - 1]) {
        if (last_row_is_wrong(recording, reader->row.time_s)) {
            session_rows_remove_last(recording);
            row_reader_reject(reader, line_number, NO_COLUMN, "follows one whose time is ahead of it");
            reader->last_seq = reader->seq_before_last;
            reader->lost_by_seq = reader->lost_before_last;
            reader->bad_since_good++;
        } else {
            row_reader_reject(reader, line_number, NO_COLUMN, "goes back in time");
            return true;
        }
    }
    if (reader->bad_reason != NULL) {
        reader->bad_since_good++;
        row_reader_reject(reader, line_number, reader->bad_column, reader->bad_reason);
        return true;
    }
    settle_imu(reader);
    count_lost(reader);
    return session_rows_add(recording, &reader->row);
}

bool row_reader_read(struct row_reader *reader, const char *line, size_t length, size_t line_number)
{
    reader->column = 0;
    reader->bad_reason = NULL;
    reader->row_seq = -1;
    reader->row.events = 0;
    if (!csv_fields_split(reader->fields, line, length, take_cell, reader))
        spoil(reader, reader->column, "has quotes that make no sense");
    else if (reader->column == 0)
        return true; /* blanks only */
    else if (reader->column < reader->columns->count)
        spoil(reader, reader->column, "is missing");
    return take_row(reader, line_number);
}

bool row_reader_read_plain(struct row_reader *reader, const char *text, size_t line_number, size_t *length)
{
    *length = plain_row_read(reader->columns, reader->recording->header.adc_full_scale, text, &reader->row,
                             &reader->row_seq);
    reader->bad_reason = NULL;
    return *length == 0 || take_row(reader, line_number);
}
