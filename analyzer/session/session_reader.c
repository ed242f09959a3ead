/* SPDX-License-Identifier: MIT */
#include "session/session_reader.h"

#include "session/columns.h"
#include "text/csv_fields.h"
#include "text/line_reader.h"
#include "session/metadata.h"
#include "session/metadata_line.h"
#include "session/row_reader.h"
#include "session/rows_check.h"
#include "session/session_date.h"
#include "session/time_units.h"
#include "shared/sanitized_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum reading_stage { STAGE_METADATA, STAGE_ROWS, STAGE_SECOND_SESSION };

struct reading {
    const char *file; /* for messages */
    struct session_table *session;
    struct notes *notes;
    struct failure *failure;
    struct line_reader lines;
    struct csv_fields fields;
    struct metadata metadata;
    struct columns columns;
    struct row_reader row_reader;
    enum reading_stage stage;
    bool late_key_noted;
    size_t header_line; /* line number of the header row */
    char *header_text;  /* the header row, to recognise it if it is repeated */
    size_t header_length;
    struct line line;   /* the current line */
    size_t line_number; /* number of the current line, counted from 1 */
};

static bool fail_out_of_memory(struct reading *reading)
{
    return failure_set_unreadable(
        reading->failure, EXIT_STATUS_INPUT,
        "%s, line %zu: not enough memory to hold the session, which needs more than %zu MB so far; "
        "close other programs or split the file.",
        reading->file, reading->line_number, reading->session->count * SESSION_TABLE_BYTES_PER_ROW / 1000000 + 1);
}

static bool fail_no_session(struct reading *reading, const char *reason)
{
    return failure_set(reading->failure, EXIT_STATUS_INPUT,
                       "%s is not a session file: %s. A session starts with \"# %s: %d\", as roller-logger writes it.",
                       reading->file, reason, SESSION_KEY_VERSION, SESSION_VERSION);
}

/* False when out of memory. */
static bool keep_header(struct reading *reading)
{
    reading->header_line = reading->line_number;
    reading->header_length = reading->line.length;
    reading->header_text = malloc(reading->line.length);
    if (reading->header_text == NULL)
        return fail_out_of_memory(reading);
    memcpy(reading->header_text, reading->line.text, reading->line.length);
    return true;
}

/* Fail because the current line, which has no "#", comes before the version. */
static bool fail_no_version(struct reading *reading)
{
    const struct line *line = &reading->line;
    char shown[41], reason[sizeof shown + 40];
    sanitized_text_copy_bytes(shown, sizeof shown, line->text, line->length);
    snprintf(reason, sizeof reason, "line %zu is \"%s\"", reading->line_number, shown);
    return fail_no_session(reading, reading->metadata.value_count > 0 ? "it lacks the line with the version"
                                    : !columns_is_header(line->text, line->length)
                                        ? reason
                                        : "the lines that begin with \"#\" do not come before its table (some programs "
                                          "leave them out or move them; copy them from the original file)");
}

/* Read the header row, which is the first line without "#". */
static bool start_rows(struct reading *reading)
{
    struct metadata *metadata = &reading->metadata;
    if (!metadata->has_version)
        return fail_no_version(reading);
    if (!keep_header(reading))
        return false;
    const struct file_line header = {reading->header_text, reading->header_length, reading->file, reading->header_line};
    line_reader_look_ahead(&reading->lines);
    struct dialect dialect =
        dialect_find(&reading->fields, header.text, header.length, line_reader_unread(&reading->lines));
    if (!columns_read(&reading->columns, &reading->fields, dialect.has_row_names, &header, reading->notes,
                      reading->failure) ||
        !metadata_finish(metadata, reading->columns.strip_count, reading->file, reading->notes, reading->failure))
        return false;
    metadata_note_motion_sensor(metadata, &reading->columns, reading->notes);
    struct session_table *session = reading->session;
    session->header = metadata->header;
    session->header.has_imu = reading->columns.has_imu;
    session->has_radius = metadata->has_radius;
    row_reader_init(&reading->row_reader, &reading->columns, &dialect, &reading->fields, session);
    reading->stage = STAGE_ROWS;
    /* Reserve memory once; nearly every cell of a row has a digit and a delimiter. */
    size_t rows = line_reader_estimate_count(&reading->lines, 2 * reading->columns.count);
    session->expected_count = rows < SESSION_TABLE_ROWS_MAX ? rows : SESSION_TABLE_ROWS_MAX;
    return true;
}

static bool stop_at_second_session(struct reading *reading)
{
    notes_add(reading->notes, "A second session begins in line %zu of the file; only the first one is analysed.",
              reading->line_number);
    reading->stage = STAGE_SECOND_SESSION;
    return true;
}

static bool read_metadata_line(struct reading *reading)
{
    struct metadata *metadata = &reading->metadata;
    const struct file_line line = {reading->line.text, reading->line.length, reading->file, reading->line_number};
    if (reading->stage == STAGE_METADATA)
        return metadata_read_line(metadata, &reading->fields, &line, reading->notes, reading->failure);
    if (metadata_starts_session(&reading->fields, line.text, line.length))
        return stop_at_second_session(reading);
    /* After the header row only the end line is used, because other values must not change the meaning of rows. */
    struct metadata copy = *metadata;
    struct notes discarded_notes = {0};
    struct failure discarded_failure;
    bool ok = metadata_read_line(&copy, &reading->fields, &line, &discarded_notes, &discarded_failure);
    if (ok && copy.end.present)
        metadata->end = copy.end;
    if (copy.value_count > metadata->value_count && !reading->late_key_noted) {
        reading->late_key_noted = true;
        notes_add(reading->notes, "Line %zu is not used: lines with \"#\" belong above the header row.", line.number);
    }
    notes_free(&discarded_notes);
    return true;
}

/* Parse the current line as a row. Another header row begins a second session, whose columns may be in another order:
 * stop reading. Directly below the first one, the same header row means nothing. */
static bool read_row(struct reading *reading)
{
    const struct line *line = &reading->line;
    if (columns_is_header(line->text, line->length))
        return (reading->line_number == reading->header_line + 1 && line->length == reading->header_length &&
                memcmp(line->text, reading->header_text, line->length) == 0) ||
               stop_at_second_session(reading);
    if (reading->session->count >= SESSION_TABLE_ROWS_MAX)
        return failure_set(reading->failure, EXIT_STATUS_INPUT,
                           "%s has more than %u rows, which would need more than %u MB; split it.", reading->file,
                           SESSION_TABLE_ROWS_MAX, SESSION_TABLE_ROWS_MAX / 1000000 * SESSION_TABLE_BYTES_PER_ROW);
    return row_reader_read(&reading->row_reader, line->text, line->length, reading->line_number) ||
           fail_out_of_memory(reading);
}

/* Return whether the current line is metadata. After the header row, a line that begins with "#" may also be a
 * row whose first cell is damaged. */
static bool is_metadata(struct reading *reading)
{
    const struct line *line = &reading->line;
    return metadata_line_is_comment(line->text, line->length) &&
           (reading->stage == STAGE_METADATA ||
            !metadata_line_is_damaged_row(&reading->fields, line->text, line->length, reading->columns.count));
}

/* Read the current line, which has a line end. */
static bool read_line(struct reading *reading)
{
    if (reading->line.too_long) {
        if (reading->stage == STAGE_METADATA)
            return fail_no_session(reading, "its first lines are too long");
        row_reader_reject(&reading->row_reader, reading->line_number, "is longer than any row");
        return true;
    }
    const struct line *line = &reading->line;
    if (line->length == 0 ||
        (reading->stage == STAGE_METADATA && metadata_line_is_spreadsheets(line->text, line->length)))
        return true;
    if (is_metadata(reading))
        return read_metadata_line(reading);
    return reading->stage == STAGE_METADATA ? start_rows(reading) : read_row(reading);
}

/* Read the last line, which has no line end, so digits may be missing. If it is a row, it is rejected. If it is the end
 * line, it is used if it agrees with the rows, because an editor may have removed the line end. */
static bool read_cut_line(struct reading *reading)
{
    const struct session_table *session = reading->session;
    if (reading->stage == STAGE_METADATA)
        return reading->metadata.has_version || is_metadata(reading) || fail_no_version(reading);
    if (!is_metadata(reading)) {
        row_reader_reject(&reading->row_reader, reading->line_number, "is cut off");
        return true;
    }
    struct metadata saved = reading->metadata;
    (void)read_line(reading);
    const struct metadata_end *end = &reading->metadata.end;
    if (!end->has_rows || end->rows != session->count + session->rejected_rows || !end->has_lost ||
        end->lost < reading->row_reader.frames.lost)
        reading->metadata = saved;
    return true;
}

/* Read plain rows from the buffer, up to the first line that is not a plain row. False when out of memory. */
static bool read_plain_rows(struct reading *reading)
{
    struct line_reader *lines = &reading->lines;
    const struct session_table *session = reading->session;
    while (session->count < SESSION_TABLE_ROWS_MAX) {
        size_t length;
        if (!row_reader_read_plain(&reading->row_reader, line_reader_unread(lines), reading->line_number + 1, &length))
            return fail_out_of_memory(reading);
        if (length == 0)
            return true;
        reading->line_number++;
        line_reader_skip(lines, length);
    }
    return true;
}

static bool read_all(struct reading *reading, FILE *stream)
{
    struct line_reader *lines = &reading->lines;
    if (!line_reader_open(lines, stream))
        return fail_out_of_memory(reading);
    bool ok = true;
    while (ok && reading->stage != STAGE_SECOND_SESSION && line_reader_next(lines, &reading->line)) {
        reading->line_number++;
        ok = reading->line.ended ? read_line(reading) : read_cut_line(reading);
        if (reading->fields.out_of_memory) /* a valid line may look invalid because of missing memory */
            ok = fail_out_of_memory(reading);
        if (ok && reading->stage == STAGE_ROWS)
            ok = read_plain_rows(reading);
    }
    if (line_reader_problem(lines) != NULL)
        ok = failure_set_unreadable(reading->failure, EXIT_STATUS_INPUT, "%s cannot be read: %s.", reading->file,
                                    line_reader_problem(lines));
    line_reader_close(lines);
    return ok;
}

/* Check what was read, and complete the session and its notes. */
static bool finish(struct reading *reading)
{
    struct session_table *session = reading->session;
    const struct metadata_end *end = &reading->metadata.end;
    if (reading->stage == STAGE_METADATA)
        return fail_no_session(reading, reading->line_number > 0 ? "it ends before its header row" : "it is empty");
    struct row_reader *rows = &reading->row_reader;
    const char *file = reading->file;
    if (!row_reader_finish(rows))
        return fail_out_of_memory(reading);
    if (!rows_check_rejected(rows, file, reading->header_line, reading->notes, reading->failure) ||
        !rows_check_thousands(session, &reading->columns, file, reading->failure) ||
        !time_units_check(session, row_reader_has_successive_frames(rows), file, reading->notes, reading->failure))
        return false;
    bool has_lost = end->has_lost && rows->order.second_line == 0; /* else the end line counts two recordings */
    session_date_check_clock(&session->header, (double)time(NULL), reading->notes);
    rows_check_note_units(session, reading->notes);
    rows_check_note_order(&rows->order, reading->notes);
    rows_check_note_events(&rows->unknown_events, reading->notes);
    session->closed_cleanly = end->present;
    session->lost_frames = has_lost ? end->lost : row_reader_count_lost(rows);
    rows_check_note_end(end, session->count + session->rejected_rows, reading->notes);
    return true;
}

bool session_reader_read(const char *path, struct session_table *session, struct notes *notes, struct failure *failure)
{
    *session = (struct session_table){0};
    bool standard_input = strcmp(path, "-") == 0;
    const char *file = standard_input ? "standard input" : path;
    FILE *stream = standard_input ? stdin : fopen(path, "r");
    if (stream == NULL)
        return failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s cannot be opened: %s.", file, strerror(errno));
    session_table_reserve_heap(session, byte_source_file_bytes(stream));
    struct reading *reading = calloc(1, sizeof *reading);
    bool ok = reading != NULL && csv_fields_open(&reading->fields);
    if (ok) {
        *reading = (struct reading){file, session, notes, failure, .fields = reading->fields};
        metadata_init(&reading->metadata);
        ok = read_all(reading, stream) && finish(reading);
        csv_fields_close(&reading->fields);
        row_reader_free(&reading->row_reader);
        free(reading->header_text);
    } else {
        failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory to read it.", file);
    }
    free(reading);
    if (!standard_input)
        fclose(stream);
    if (!ok)
        session_table_free(session);
    return ok;
}
