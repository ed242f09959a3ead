/* SPDX-License-Identifier: MIT */
#include "session/plain_row.h"

#include "session/cell_ends.h"
#include "shared/decimal.h"
#include "session/line_reader.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte)) /* eight of them */
#define TOP EACH(0x80)
#define EMPTY INT_MIN
#define COUNT_MOST 9999999 /* in seven characters */
#define ROLES (COLUMN_STRIP + SESSION_STRIPS_MAX)

/* The number that eight digits make, the first of them, each as its value, lowest in `digits`. Neighbours are
 * joined to pairs, pairs to fours, fours to the whole. */
static inline uint64_t join_digits(uint64_t digits)
{
    digits = digits * 10 + (digits >> 8);
    const uint64_t pair = 0x000000FF000000FFu;
    return ((digits & pair) * (100 + (1000000ull << 32)) + (digits >> 16 & pair) * (1 + (10000ull << 32))) >>
           32;
}

/* What is wrong with the cells so far. */
struct doubts {
    uint64_t bad;  /* 0 = nothing */
    uint64_t bits; /* of all lengths: from 64 on, one is too long */
};

/* A whole number of up to seven characters, eight bytes at a time: numbers of all lengths stand in a row, so
 * that a branch on the length would be guessed wrong as often as not. */
static inline int read_whole(const char *text, const char *end, struct doubts *doubts)
{
    unsigned negative = *text == '-';
    uint64_t word = cell_ends_load(text + negative), bits = 8 * (uint64_t)(end - text - negative);
    uint64_t digits = ((word ^ EACH('0')) << 8) << ((56 - bits) & 63);
    doubts->bad |= ((digits + EACH(0x7F - 9)) | digits) & TOP;
    doubts->bits |= bits;
    int magnitude = (int)join_digits(digits);
    if (bits == 0) {
        doubts->bad |= negative;
        return EMPTY;
    }
    return negative ? -magnitude : magnitude;
}

/* Digits with or without a point among them. Returns where they end, or NULL where they are none or too many.
 */
static inline const char *read_decimal(const char *text, double *value)
{
    const char *at = text, *point = NULL;
    uint64_t digits = 0;
    for (;; at++) {
        unsigned digit = (unsigned char)*at - (unsigned)'0';
        if (digit <= 9)
            digits = digits * 10 + digit;
        else if (*at == '.' && point == NULL)
            point = at;
        else
            break;
    }
    size_t count = (size_t)(at - text) - (point != NULL);
    if (count == 0 || count > DECIMAL_EXACT_DIGITS)
        return NULL;
    *value = decimal_scale(digits, point != NULL ? (size_t)(at - point) - 1 : 0);
    return at;
}

/* The ends of cells, one after the other. */
struct ends {
    const char *text; /* the 64 bytes that `left` is of */
    uint64_t left;
};

static inline const char *next_end(struct ends *ends)
{
    while (ends->left == 0) { /* the 0 behind all text is an end */
        ends->text += CELL_ENDS_BYTES;
        ends->left = cell_ends(ends->text);
    }
    const char *end = ends->text + __builtin_ctzll(ends->left);
    ends->left &= ends->left - 1;
    return end;
}

static inline float reading(int count)
{
    return count == EMPTY ? NAN : (float)count;
}

/* The counts of a line into the row. False when one is out of range: then a difference to a limit is
 * negative. */
static inline bool take_counts(const int count[ROLES], size_t strips, double adc_full_scale,
                               struct session_row *row)
{
    const int full = adc_full_scale < COUNT_MOST ? (int)adc_full_scale : COUNT_MOST;
    int off = 0;
    for (size_t k = 0; k < strips; k++) {
        int here = count[COLUMN_STRIP + k];
        off |= here | (full - (here & INT_MAX));
        row->strip[k] = (float)here;
    }
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++) {
        int here = count[COLUMN_IMU + axis] == EMPTY ? 0 : count[COLUMN_IMU + axis];
        off |= (COLUMNS_IMU_MAX + here) | (COLUMNS_IMU_MAX - here);
    }
    row->imu[SESSION_ROWS_ACCEL_X] = reading(count[COLUMN_IMU]);
    row->imu[SESSION_ROWS_ACCEL_Y] = reading(count[COLUMN_IMU + 1]);
    row->imu[SESSION_ROWS_GYRO_Z] = reading(count[COLUMN_IMU + 5]);
    return off >= 0;
}

size_t plain_row_read(const struct columns *columns, double adc_full_scale, const char *text,
                      struct session_row *row, double *seq)
{
    int count[ROLES];
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++)
        count[COLUMN_IMU + axis] = EMPTY;
    count[COLUMN_SEQ] = EMPTY;
    struct ends ends = {text, cell_ends(text)};
    struct doubts doubts = {0};
    const char *at = text, *end = text;
    size_t column = 0;
    for (;; at = end + 1) {
        unsigned role = columns->role[column];
        end = next_end(&ends);
        if (role >= COLUMN_IMU || role == COLUMN_SEQ)
            count[role] = read_whole(at, end, &doubts);
        else if (role == COLUMN_TIME)
            doubts.bad |= read_decimal(at, &row->time_s) != end;
        else if (role == COLUMN_EVENT)
            doubts.bad |= at != end;
        column++;
        if (*end != ',' || column == columns->count)
            break;
    }
    bool too_long = end - text > LINE_READER_LINE_MAX;
    end += *end == '\r';
    if (too_long || *end != '\n' || column != columns->count || doubts.bad || doubts.bits >= 64 ||
        (count[COLUMN_SEQ] < 0 && count[COLUMN_SEQ] != EMPTY) || row->time_s > COLUMNS_TIME_MAX_S ||
        !take_counts(count, columns->strip_count, adc_full_scale, row))
        return 0;
    row->events = 0;
    *seq = count[COLUMN_SEQ] == EMPTY ? -1 : count[COLUMN_SEQ];
    return (size_t)(end + 1 - text);
}
