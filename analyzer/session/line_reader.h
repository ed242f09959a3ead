/* SPDX-License-Identifier: MIT */
/*
 * The lines of a stream, one after the other, where they lie in the buffer: nothing is copied but the
 * beginning of a line that lies across two chunks. A line ends with LF, CRLF or CR. A byte order mark at the
 * start is passed over. Memory is bounded whatever the stream holds.
 */
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LINE_READER_LINE_MAX 16384 /* bytes of a line without its end */
#define LINE_READER_SLACK 64       /* bytes that may be read behind the end of what is there */

struct line_reader {
    FILE *stream; /* the caller's */
    char *buffer;
    size_t start, end; /* of what is read and not yet handed out */
    bool started, after_cr;
    int error; /* errno of a failed read; 0 = none */
};

struct line {
    const char *text; /* not terminated; until the next call */
    size_t length;
    bool too_long; /* more than LINE_READER_LINE_MAX bytes: `text` is a part of it only */
    bool ended;    /* false for the last line of a stream that stops without a line end */
};

/* False when memory is short. */
bool line_reader_open(struct line_reader *reader, FILE *stream);

/* The next line, empty ones too. False at the end, and when the stream cannot be read (`error`). */
bool line_reader_next(struct line_reader *reader, struct line *line);

/*
 * For who reads a line without being told its end first: what lies in the buffer, marked by a 0 behind it,
 * with LINE_READER_SLACK bytes behind that which may be read. It need not hold a whole line, nor begin with
 * one: the LF of a CRLF may be left.
 */
static inline const char *line_reader_unread(const struct line_reader *reader)
{
    return reader->buffer + reader->start;
}

/* So many bytes of that, a line and its end, are done with. */
static inline void line_reader_skip(struct line_reader *reader, size_t bytes)
{
    reader->start += bytes;
    reader->after_cr = false;
}

void line_reader_close(struct line_reader *reader);

#endif
