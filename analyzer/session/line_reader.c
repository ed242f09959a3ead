/* SPDX-License-Identifier: MIT */
#include "session/line_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES 65536
#define BUFFER_BYTES (LINE_READER_LINE_MAX + 1 + CHUNK_BYTES + 1)

bool line_reader_open(struct line_reader *reader, FILE *stream)
{
    *reader = (struct line_reader){.stream = stream, .buffer = malloc(BUFFER_BYTES)};
    return reader->buffer != NULL;
}

void line_reader_close(struct line_reader *reader)
{
    free(reader->buffer);
    reader->buffer = NULL;
}

/* Read on behind what is kept, which goes to the front of the buffer. False when nothing more comes. */
static bool fill(struct line_reader *reader)
{
    if (reader->error != 0)
        return false;
    size_t kept = reader->end - reader->start;
    memmove(reader->buffer, reader->buffer + reader->start, kept);
    size_t got = fread(reader->buffer + kept, 1, CHUNK_BYTES, reader->stream);
    if (ferror(reader->stream)) /* also behind bytes that came: the next read may say "end" */
        reader->error = errno != 0 ? errno : EIO;
    reader->start = 0;
    reader->end = kept + got;
    reader->buffer[reader->end] = '\0';
    if (!reader->started && got >= 3 && memcmp(reader->buffer, "\xEF\xBB\xBF", 3) == 0)
        reader->start = 3;
    reader->started = reader->started || got > 0;
    return got > 0;
}

/* The first line end at or behind `text`, or NULL. */
static const char *find_end(const char *text, size_t length)
{
    const char *lf = memchr(text, '\n', length);
    const char *cr = memchr(text, '\r', lf != NULL ? (size_t)(lf - text) : length);
    return cr != NULL ? cr : lf;
}

/* The LF of a CRLF ends nothing: its line was handed out at the CR. */
static void pass_second_half(struct line_reader *reader)
{
    if (reader->after_cr && reader->start < reader->end) {
        reader->after_cr = false;
        if (reader->buffer[reader->start] == '\n')
            reader->start++;
    }
}

bool line_reader_next(struct line_reader *reader, struct line *line)
{
    size_t searched = 0;
    bool too_long = false;
    for (;;) {
        pass_second_half(reader);
        const char *text = reader->buffer + reader->start;
        size_t length = reader->end - reader->start;
        const char *end = find_end(text + searched, length - searched);
        if (end != NULL)
            length = (size_t)(end - text);
        too_long = too_long || length > LINE_READER_LINE_MAX;
        *line = (struct line){text, length, too_long, end != NULL};
        if (end != NULL) {
            reader->after_cr = *end == '\r';
            reader->start += length + 1;
            return true;
        }
        if (too_long) /* its rest is looked for, not kept; but a byte, so that a line is known to have begun
                       */
            reader->start = reader->end - 1;
        searched = reader->end - reader->start;
        if (!fill(reader)) {
            reader->start = reader->end; /* the text stays where it is for this one call */
            line->text = reader->buffer;
            return line->length > 0 && reader->error == 0;
        }
    }
}
