/* SPDX-License-Identifier: MIT */
/*
 * The lines of a stream, one after the other, where they lie in the buffer: nothing is copied but the beginning of a
 * line that lies across two chunks. A line ends with LF, CRLF or CR. A byte order mark at the start is passed over.
 * Memory is bounded whatever the stream holds.
 */
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LINE_READER_LINE_MAX 16384 /* bytes of a line without its end */

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

void line_reader_close(struct line_reader *reader);

#endif
