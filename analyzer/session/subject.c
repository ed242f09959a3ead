/* SPDX-License-Identifier: MIT */
#include "session/subject.h"

#include "text/csv_fields.h"
#include "text/header_text.h"
#include "session/metadata_line.h"
#include "text/line_reader.h"

#include <stdio.h>
#include <string.h>

#define LINES_MAX 200 /* the subject comes before them */

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

bool subject_read(const char *path, char subject[SESSION_TEXT_SIZE])
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
