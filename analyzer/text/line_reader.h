/* SPDX-License-Identifier: MIT */
/* Reads a file line by line, through a buffer of fixed size. A line ends with LF, CRLF or CR. Compressed files and
 * other encodings become plain UTF-8 (text_source.h). */
#pragma once

#include "text/text_source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A line of a session file, with the file's name and the line's number for messages. */
struct file_line {
    const char *text; /* not NUL-terminated, without line end */
    size_t length;
    const char *file;
    size_t number; /* from 1 */
};

#define LINE_READER_LINE_MAX 16384 /* bytes, without the line end */

struct line_reader {
    struct text_source source; /* its stream is owned by the caller */
    char *buffer;
    size_t start, end; /* the unread bytes are buffer[start, end) */
    bool after_cr;     /* the previous line ended with CR, so an LF that follows belongs to it */
};

struct line {
    const char *text; /* not NUL-terminated; valid until the next call */
    size_t length;
    bool too_long; /* more than LINE_READER_LINE_MAX bytes: `text` is only a part of the line */
    bool ended;    /* the line has a line end; only the last line of a file may lack it */
};

/* Start reading `stream`, which must stay open. False when out of memory. Close with line_reader_close. */
bool line_reader_open(struct line_reader *reader, FILE *stream);

/* Read the next line, which may be empty. False at the end, or if reading failed (line_reader_problem). */
bool line_reader_next(struct line_reader *reader, struct line *line);

/* Return what went wrong, to be said after "cannot be read: "; NULL if nothing did. */
const char *line_reader_problem(const struct line_reader *reader);

/* Read on until there are some ten thousand unread bytes, or all of the file, so that line_reader_unread shows what
 * kind of rows follow. */
void line_reader_look_ahead(struct line_reader *reader);

/* Return the unread bytes, NUL-terminated. They may begin with the LF of a CRLF and end within a line. */
static inline const char *line_reader_unread(const struct line_reader *reader)
{
    return reader->buffer + reader->start;
}

/* Skip the next `bytes` unread bytes: a line with its line end. */
static inline void line_reader_skip(struct line_reader *reader, size_t bytes)
{
    reader->start += bytes;
    reader->after_cr = false;
}

/* Estimate the number of lines of a file as its length divided by that of the next line. Returns 0 if the length is
 * unknown or if the next line is shorter than `min_length`, as a damaged line may be. */
size_t line_reader_estimate_count(const struct line_reader *reader, size_t min_length);

void line_reader_close(struct line_reader *reader);
