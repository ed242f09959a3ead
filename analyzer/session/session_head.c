/* SPDX-License-Identifier: MIT */
#include "session/session_head.h"

#include "session/metadata.h"
#include "session/metadata_line.h"
#include "text/header_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINES_MAX 200 /* a session has fewer before its header row */

/* Parse the "#" lines. False if one of them has a value with which no session can be analysed. */
static bool read_lines(struct metadata *metadata, struct line_reader *lines, struct csv_fields *fields,
                       struct notes *notes)
{
    struct failure failure;
    struct line line;
    for (size_t k = 1; k <= LINES_MAX && line_reader_next(lines, &line); k++) {
        const struct file_line file_line = {line.text, line.length, "", k};
        if (line.length == 0 || metadata_line_is_spreadsheets(line.text, line.length))
            continue;
        if (line.too_long || !metadata_line_is_comment(line.text, line.length))
            break;
        if (!metadata_read_line(metadata, fields, &file_line, notes, &failure))
            return false;
    }
    return metadata->has_version;
}

bool session_head_read(const char *path, struct session_header *header, bool *is_session, struct failure *failure)
{
    struct csv_fields fields;
    struct line_reader lines;
    struct metadata metadata;
    struct notes notes = {0};
    *is_session = false;
    if (!byte_source_is_file(path))
        return true;
    errno = 0;
    FILE *stream = fopen(path, "r");
    if (!stream && errno != ENOMEM)
        return true;
    bool has_memory = stream && csv_fields_open(&fields);
    if (has_memory) {
        has_memory = line_reader_open(&lines, stream);
        if (has_memory) {
            metadata_init(&metadata);
            *is_session = read_lines(&metadata, &lines, &fields, &notes);
            *header = metadata.header;
            has_memory = !notes.out_of_memory;
            line_reader_close(&lines);
        }
        csv_fields_close(&fields);
    }
    notes_free(&notes);
    if (stream)
        fclose(stream);
    return has_memory || failure_set(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path);
}

/* Copy the value of the line that names the subject. */
static bool find_subject(struct line_reader *lines, struct csv_fields *fields, char *subject)
{
    struct metadata_line split;
    struct line line;
    for (size_t k = 0; k < LINES_MAX && line_reader_next(lines, &line); k++)
        if (!line.too_long && metadata_line_split(&split, fields, line.text, line.length) &&
            strcmp(split.key, SESSION_KEY_SUBJECT) == 0 && split.value_length > 0) {
            header_text_copy(subject, SESSION_TEXT_SIZE, split.value, split.value_length);
            return subject[0] != '\0';
        }
    return false;
}

bool session_head_read_subject(const char *path, char subject[SESSION_TEXT_SIZE])
{
    struct csv_fields fields;
    struct line_reader lines;
    bool found = false;
    FILE *stream = byte_source_is_file(path) ? fopen(path, "r") : NULL;
    if (stream == NULL)
        return false;
    if (csv_fields_open(&fields)) {
        if (line_reader_open(&lines, stream)) {
            found = find_subject(&lines, &fields, subject);
            line_reader_close(&lines);
        }
        csv_fields_close(&fields);
    }
    fclose(stream);
    return found;
}
