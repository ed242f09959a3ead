/* SPDX-License-Identifier: MIT */
/* The lines of a stream, in place in a buffer. A line ends with LF, CRLF or CR; a byte order mark at the
 * start is skipped. Memory is bounded. */
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LINE_READER_LINE_MAX 16384 /* bytes of a line without its end */

struct line_reader {
    FILE *stream; /* owned by the caller */
    char *buffer;
    size_t start, end; /* of the bytes read but not yet returned */
    bool started, after_cr;
    int error; /* errno of a failed read; 0 = none */
};

struct line {
    const char *text; /* not terminated; until the next call */
    size_t length;
    bool too_long; /* more than LINE_READER_LINE_MAX bytes: `text` is only a part of it */
    bool ended;    /* false for the last line of a stream that stops without a line end */
};

/* False when out of memory. `stream` must stay open. Close with line_reader_close. */
bool line_reader_open(struct line_reader *reader, FILE *stream);

/* The next line, which may be empty. False at the end, or when reading failed (`error`). */
bool line_reader_next(struct line_reader *reader, struct line *line);

/* The unread bytes in the buffer, which a 0 terminates. They may begin with the LF of a CRLF, and end inside
 * a line. */
static inline const char *line_reader_unread(const struct line_reader *reader)
{
    return reader->buffer + reader->start;
}

/* Skip `bytes` of these: a line with its end. */
static inline void line_reader_skip(struct line_reader *reader, size_t bytes)
{
    reader->start += bytes;
    reader->after_cr = false;
}

/* Estimate the lines of a regular file: its size over the length of the next line. 0 = unknown: not a regular
 * file, or the next line is shorter than `min_length`. */
size_t line_reader_estimate(const struct line_reader *reader, size_t min_length);

void line_reader_close(struct line_reader *reader);

#endif
