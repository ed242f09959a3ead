/* SPDX-License-Identifier: MIT */
#include "session/session_head.h"

#include "session/metadata.h"
#include "session/metadata_line.h"
#include "text/header_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINES_MAX 200 /* a session has fewer before its header row */

struct head {
    FILE *stream;
    struct csv_fields fields;
    struct line_reader lines;
};

/* Open the file. False if it is not a regular file, cannot be opened, or when out of memory, which is then set. */
static bool open_head(struct head *head, const char *path, bool *out_of_memory)
{
    *out_of_memory = false;
    if (!byte_source_is_file(path))
        return false;
    errno = 0;
    head->stream = fopen(path, "r");
    if (!head->stream) {
        *out_of_memory = errno == ENOMEM;
        return false;
    }
    if (csv_fields_open(&head->fields)) {
        if (line_reader_open(&head->lines, head->stream))
            return true;
        csv_fields_close(&head->fields);
    }
    fclose(head->stream);
    *out_of_memory = true;
    return false;
}

static void close_head(struct head *head)
{
    line_reader_close(&head->lines);
    csv_fields_close(&head->fields);
    fclose(head->stream);
}

/* Parse the "#" lines. False if one of them has a value with which no session can be analysed. */
static bool read_lines(struct metadata *metadata, struct head *head, struct notes *notes)
{
    struct failure failure;
    struct line line;
    for (size_t k = 1; k <= LINES_MAX && line_reader_next(&head->lines, &line); k++) {
        const struct file_line file_line = {line.text, line.length, "", k};
        if (line.length == 0 || metadata_line_is_spreadsheets(line.text, line.length))
            continue;
        if (line.too_long || !metadata_line_is_comment(line.text, line.length))
            break;
        if (!metadata_read_line(metadata, &head->fields, &file_line, notes, &failure))
            return false;
    }
    return metadata->has_version;
}

bool session_head_read(const char *path, struct session_header *header, bool *is_session, struct failure *failure)
{
    struct head head;
    struct metadata metadata;
    struct notes notes = {0};
    bool out_of_memory;
    *is_session = false;
    if (open_head(&head, path, &out_of_memory)) {
        metadata_init(&metadata);
        *is_session = read_lines(&metadata, &head, &notes);
        *header = metadata.header;
        out_of_memory = notes.out_of_memory;
        notes_free(&notes);
        close_head(&head);
    }
    return !out_of_memory || failure_set(failure, EXIT_STATUS_INPUT, "%s: not enough memory.", path);
}

/* Copy the value of the line that names the subject. */
static bool find_subject(struct head *head, char *subject)
{
    struct metadata_line split;
    struct line line;
    for (size_t k = 0; k < LINES_MAX && line_reader_next(&head->lines, &line); k++)
        if (!line.too_long && metadata_line_split(&split, &head->fields, line.text, line.length) &&
            strcmp(split.key, SESSION_KEY_SUBJECT) == 0 && split.value_length > 0) {
            header_text_copy(subject, SESSION_TEXT_SIZE, split.value, split.value_length);
            return subject[0] != '\0';
        }
    return false;
}

bool session_head_read_subject(const char *path, char subject[SESSION_TEXT_SIZE])
{
    struct head head;
    bool out_of_memory;
    if (!open_head(&head, path, &out_of_memory))
        return false;
    bool found = find_subject(&head, subject);
    close_head(&head);
    return found;
}
