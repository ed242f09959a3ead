/* SPDX-License-Identifier: MIT */
#include "anonymise/anonymous_session.h"

#include "anonymise/anonymous_row.h"
#include "session/metadata.h"
#include "session/metadata_line.h"
#include "text/line_reader.h"
#include "writing/header_lines.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The session that is read. */
struct source {
    const char *name; /* for messages */
    struct line_reader lines;
    struct line line;
    size_t line_number;
    struct csv_fields fields;
    struct metadata metadata;
    struct columns columns;
    struct dialect dialect;
    struct notes notes; /* not shown: the report of the new file says the same */
};

static struct file_line current_line(const struct source *source)
{
    return (struct file_line){source->line.text, source->line.length, source->name, source->line_number};
}

static bool next_line(struct source *source)
{
    source->line_number++;
    return line_reader_next(&source->lines, &source->line);
}

static bool fail_no_session(const struct source *source, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s is not a session file. A session starts with \"# %s: %d\", as roller-logger writes it.",
                       source->name, SESSION_KEY_VERSION, SESSION_VERSION);
}

/* Read the "#" lines, up to the header row of the table. */
static bool read_metadata(struct source *source, struct failure *failure)
{
    while (next_line(source)) {
        const struct file_line line = current_line(source);
        if (source->line.too_long)
            break;
        if (line.length == 0 || metadata_line_is_spreadsheets(line.text, line.length))
            continue;
        if (!metadata_line_is_comment(line.text, line.length))
            return source->metadata.has_version || fail_no_session(source, failure);
        if (!metadata_read_line(&source->metadata, &source->fields, &line, &source->notes, failure))
            return false;
    }
    return fail_no_session(source, failure);
}

/* Read the header row, which is the current line. */
static bool read_columns(struct source *source, struct failure *failure)
{
    const struct file_line line = current_line(source);
    char *copy = malloc(line.length);
    if (!copy)
        return failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", source->name);
    memcpy(copy, line.text, line.length); /* looking ahead moves the lines */
    const struct file_line header = {copy, line.length, line.file, line.number};
    line_reader_look_ahead(&source->lines);
    source->dialect = dialect_find(&source->fields, copy, line.length, line_reader_unread(&source->lines));
    bool ok = columns_read(&source->columns, &source->fields, source->dialect.has_row_names, &header, &source->notes,
                           failure) &&
              metadata_finish(&source->metadata, source->columns.strip_count, source->name, &source->notes, failure);
    free(copy);
    return ok;
}

/* Make the header of the new file. What the old one does not say, the new one does not say either. */
static void make_header(struct anonymous_session *session, const struct source *source,
                        const struct pseudonyms *pseudonyms)
{
    const struct metadata *metadata = &source->metadata;
    struct session_header *header = &session->header;
    *header = metadata->header;
    memcpy(session->subject, header->subject, sizeof session->subject);
    header->has_imu = source->columns.has_imu;
    if (!metadata->has_radius)
        header->rolling_radius_mm = NAN;
    if (!metadata->has_full_scale)
        header->adc_full_scale = NAN;
    if (metadata->angle_count == 0)
        header->strip_angle_deg[0] = NAN;
    if (metadata->k_count == 0)
        header->calibration_k_n[0] = NAN;
    if (metadata->p_count == 0)
        header->calibration_p[0] = NAN;
    pseudonyms_replace(pseudonyms, header);
    header_lines_add(&session->text, header);
}

/* Read a "#" line of the table. False at the start of a second session. */
static bool read_late_line(struct source *source)
{
    const struct file_line line = current_line(source);
    struct metadata copy = source->metadata;
    struct failure ignored;
    if (metadata_starts_session(&source->fields, line.text, line.length))
        return false;
    if (metadata_read_line(&copy, &source->fields, &line, &source->notes, &ignored) && copy.end.present)
        source->metadata.end = copy.end;
    return true;
}

static void read_rows(struct anonymous_session *session, struct source *source)
{
    const size_t columns = source->columns.count;
    while (next_line(source)) {
        const char *text = source->line.text;
        size_t length = source->line.length;
        bool is_whole = !source->line.too_long && source->line.ended;
        if (length == 0)
            continue;
        if (metadata_line_is_comment(text, length) &&
            !metadata_line_is_damaged_row(&source->fields, text, length, columns)) {
            if (!read_late_line(source))
                return;
        } else if (is_whole && anonymous_row_add(&session->text, &source->columns, &source->dialect, &source->fields,
                                                 text, length)) {
            session->row_count++;
        } else {
            session->left_out_count++;
        }
    }
}

static void add_end_line(struct anonymous_session *session, const struct metadata_end *end)
{
    if (!end->present)
        return;
    text_add(&session->text, "# " SESSION_KEY_END ":");
    if (end->has_rows)
        text_addf(&session->text, " " SESSION_END_ROWS "%zu", session->row_count);
    if (end->has_lost)
        text_addf(&session->text, " " SESSION_END_LOST "%zu", end->lost);
    text_add(&session->text, "\n");
}

static bool read_session(struct anonymous_session *session, struct source *source, const struct pseudonyms *pseudonyms,
                         struct failure *failure)
{
    bool ok = read_metadata(source, failure) && read_columns(source, failure);
    if (ok) {
        make_header(session, source, pseudonyms);
        anonymous_row_add_columns(&session->text, &source->columns);
        read_rows(session, source);
        add_end_line(session, &source->metadata.end);
    }
    const char *problem = line_reader_problem(&source->lines);
    if (problem)
        return failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s cannot be read: %s.", source->name, problem);
    if (ok && session->left_out_count > session->row_count)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s: most of its rows cannot be used. See roller-analyzer report.", source->name);
    if (ok && (session->text.failed || source->fields.out_of_memory))
        return failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", source->name);
    return ok;
}

bool anonymous_session_read(struct anonymous_session *session, const char *path, const struct pseudonyms *pseudonyms,
                            struct failure *failure)
{
    *session = (struct anonymous_session){0};
    bool standard_input = strcmp(path, "-") == 0;
    FILE *stream = standard_input ? stdin : fopen(path, "r");
    struct source *source = calloc(1, sizeof *source);
    bool ok = false;
    if (!stream) {
        failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s cannot be opened: %s.", path, strerror(errno));
    } else if (!source || !csv_fields_open(&source->fields)) {
        failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path);
    } else {
        source->name = standard_input ? "standard input" : path;
        metadata_init(&source->metadata);
        if (line_reader_open(&source->lines, stream))
            ok = read_session(session, source, pseudonyms, failure);
        else
            failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path);
        line_reader_close(&source->lines);
        notes_free(&source->notes);
        csv_fields_close(&source->fields);
    }
    free(source);
    if (stream && !standard_input)
        fclose(stream);
    return ok;
}

void anonymous_session_free(struct anonymous_session *session)
{
    text_free(&session->text);
}
