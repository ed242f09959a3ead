/* SPDX-License-Identifier: MIT */
/* Writes a session again as another program would save it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum encoding { ENCODING_UTF8, ENCODING_UTF8_MARK, ENCODING_UTF16_LE, ENCODING_UTF16_BE };
enum quotes { QUOTES_NONE, QUOTES_TEXT, QUOTES_ALL };
/* A column of row numbers; R's write.table gives it no cell in the header row. */
enum index_column { INDEX_NONE, INDEX_NAMED, INDEX_WITHOUT_HEADER };
enum row_order_written { ORDER_KEPT, ORDER_BACKWARDS, ORDER_SHUFFLED, ORDER_HALVES };

/* All zero: as the logger writes it. */
struct writing {
    char delimiter, decimal_sign; /* NUL = comma and point */
    const char *line_end;         /* NULL = LF */
    const char *missing;          /* what stands for an empty cell of the motion sensor or of an event */
    enum quotes quotes;
    enum encoding encoding;
    enum index_column index;
    enum row_order_written order;
    bool pads;       /* lines with "#" are padded with delimiters */
    bool shortest;   /* 0.0100 is written as 0.01 */
    bool exponents;  /* times are written like 1.2e1 */
    bool drops_last; /* no delimiter before an empty last cell */
    bool reverses_columns, separator_line, drops_comments;
    bool capitals;           /* names of columns, events and keys are written in capitals */
    bool groups_all;         /* thousands separators in all strips and axes, where they read 1000 or more */
    bool joined;             /* a byte order mark inside the file, before row 50 */
    bool hash_cells;         /* strip0 is "####" */
    bool hash_wide_cells;    /* and so is strip1 where it reads 500 or more */
    const char *minus;       /* "%s" with another minus sign, for the digits of gyro_z; NULL = "-%s" */
    bool mixes_signs;        /* three times of four have a decimal point in any case */
    unsigned empty_lines;    /* of delimiters, at the end */
    double time_factor;      /* 0 = 1 */
    char thousands;          /* separator of thousands in strip0, which then reads 1000 or more; NUL = none */
    const char *compression; /* a command that compresses its input; NULL = none */
    uint64_t seed;           /* for ORDER_SHUFFLED */
};

#define REWRITTEN_CELLS_MAX 40

/* Split a row as the logger writes it, in place. Returns the number of cells. */
size_t rewritten_split(char *line, char *cell[REWRITTEN_CELLS_MAX]);

/* Write `text`, a session as the logger writes it, to `path`. */
void rewritten_write(const char *text, const struct writing *writing, const char *path);
