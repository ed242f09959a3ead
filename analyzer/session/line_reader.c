/* SPDX-License-Identifier: MIT */
#include "session/line_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CHUNK_BYTES 65536
#define BUFFER_BYTES (LINE_READER_LINE_MAX + 1 + CHUNK_BYTES + 1) /* a line and its LF or CR, a chunk, and a NUL */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"                            /* in UTF-8 */
#define BYTE_ORDER_MARK_BYTES (sizeof BYTE_ORDER_MARK - 1)

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

/* Move the unread bytes to the front of the buffer and read more. False at the end of the stream. */
static bool fill_buffer(struct line_reader *reader)
{
    if (reader->error != 0)
        return false;
    size_t kept = reader->end - reader->start;
    memmove(reader->buffer, reader->buffer + reader->start, kept);
    size_t received = fread(reader->buffer + kept, 1, CHUNK_BYTES, reader->stream);
    if (ferror(reader->stream)) /* check this even if bytes were received, because the next read may report only the end
                                   of the file */
        reader->error = errno != 0 ? errno : EIO;
    reader->start = 0;
    reader->end = kept + received;
    reader->buffer[reader->end] = '\0';
    if (!reader->started && received >= BYTE_ORDER_MARK_BYTES &&
        memcmp(reader->buffer, BYTE_ORDER_MARK, BYTE_ORDER_MARK_BYTES) == 0)
        reader->start = BYTE_ORDER_MARK_BYTES;
    reader->started = reader->started || received > 0;
    return received > 0;
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
            return true;
        }
        if (too_long)
            reader->start = reader->end - 1; /* discard all but one byte, which shows that a line has begun */
        searched = reader->end - reader->start;
        if (!fill_buffer(reader)) {
            reader->start = reader->end;
            line->text = reader->buffer; /* set only now, because fill_buffer may have moved the text */
            return line->length > 0 && reader->error == 0;
        }
    }
}

size_t line_reader_file_bytes(FILE *stream)
{
    struct stat status;
    bool is_file = fstat(fileno(stream), &status) == 0 && S_ISREG(status.st_mode);
    return is_file ? (size_t)status.st_size : 0;
}

size_t line_reader_estimate_count(const struct line_reader *reader, size_t min_length)
{
    size_t length = strcspn(line_reader_unread(reader), "\n") + 1, file_bytes = line_reader_file_bytes(reader->stream);
    return length < min_length || file_bytes == 0 ? 0 : file_bytes / length + 1;
}
