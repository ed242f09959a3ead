/* SPDX-License-Identifier: MIT */
#include "text/line_reader.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES 65536
#define BUFFER_BYTES (LINE_READER_LINE_MAX + 1 + CHUNK_BYTES + 1) /* a line and its LF or CR, a chunk, and a NUL */

bool line_reader_open(struct line_reader *reader, FILE *stream)
{
    *reader = (struct line_reader){.source.bytes.stream = stream, .buffer = malloc(BUFFER_BYTES)};
    return reader->buffer != NULL;
}

void line_reader_close(struct line_reader *reader)
{
    text_source_close(&reader->source);
    free(reader->buffer);
    reader->buffer = NULL;
}

/* Move the unread bytes to the front of the buffer and read more. False at the end of the file. */
static bool fill_buffer(struct line_reader *reader)
{
    size_t kept = reader->end - reader->start;
    memmove(reader->buffer, reader->buffer + reader->start, kept);
    size_t received = text_source_read(&reader->source, reader->buffer + kept, CHUNK_BYTES);
    reader->start = 0;
    reader->end = kept + received;
    reader->buffer[reader->end] = '\0';
    return received > 0;
}

void line_reader_look_ahead(struct line_reader *reader)
{
    while (reader->end - reader->start <= LINE_READER_LINE_MAX && fill_buffer(reader))
        continue;
}

const char *line_reader_problem(const struct line_reader *reader)
{
    return byte_source_problem(&reader->source.bytes);
}

/* Find the first LF or CR in `text`; NULL if there is none. */
static const char *find_line_end(const char *text, size_t length)
{
    const char *lf = memchr(text, '\n', length);
    const char *cr = memchr(text, '\r', lf != NULL ? (size_t)(lf - text) : length);
    return cr != NULL ? cr : lf;
}

/* Skip the LF of a CRLF, whose line already ended at the CR. */
static void skip_lf_of_crlf(struct line_reader *reader)
{
    if (reader->after_cr && reader->start < reader->end) {
        reader->after_cr = false;
        if (reader->buffer[reader->start] == '\n')
            reader->start++;
    }
}

/* Skip byte order marks, which stand inside a file that was joined from several. */
static void skip_byte_order_marks(struct line *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t mark_length = sizeof mark - 1;
    while (line->length >= mark_length && memcmp(line->text, mark, mark_length) == 0) {
        line->text += mark_length;
        line->length -= mark_length;
    }
}

bool line_reader_next(struct line_reader *reader, struct line *line)
{
    size_t searched = 0;
    bool too_long = false;
    for (;;) {
        skip_lf_of_crlf(reader);
        const char *text = reader->buffer + reader->start;
        size_t length = reader->end - reader->start;
        const char *end = find_line_end(text + searched, length - searched);
        if (end != NULL)
            length = (size_t)(end - text);
        too_long = too_long || length > LINE_READER_LINE_MAX;
        *line = (struct line){text, length, too_long, end != NULL};
        if (end != NULL) {
            reader->after_cr = *end == '\r';
            reader->start += length + 1;
            skip_byte_order_marks(line);
            return true;
        }
        if (too_long)
            reader->start = reader->end - 1; /* discard all but one byte, which shows that a line has begun */
        searched = reader->end - reader->start;
        if (!fill_buffer(reader)) {
            reader->start = reader->end;
            line->text = reader->buffer; /* set only now, because fill_buffer may have moved the text */
            return line->length > 0 && line_reader_problem(reader) == NULL;
        }
    }
}

size_t line_reader_estimate_count(const struct line_reader *reader, size_t min_length)
{
    size_t length = strcspn(line_reader_unread(reader), "\n") + 1;
    size_t total = length < min_length ? 0 : text_source_estimate_length(&reader->source);
    return total > 0 ? total / length + 1 : 0;
}
