/* SPDX-License-Identifier: MIT */
#include "plain_row.h"

#include "decimal.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte)) /* eight of them */
#define TOP EACH(0x80)
#define EMPTY INT_MIN
#define ROLES (COLUMN_STRIP + SESSION_STRIPS_MAX)

/* Eight bytes, the first one lowest. */
static inline uint64_t load(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The number that eight digits make, the first of them, each as its value, lowest in `digits`. Neighbours are joined
 * to pairs, pairs to fours, fours to the whole. */
static inline uint64_t join_digits(uint64_t digits)
{
    digits = digits * 10 + (digits >> 8);
    const uint64_t pair = 0x000000FF000000FFu;
    return ((digits & pair) * (100 + (1000000ull << 32)) + (digits >> 16 & pair) * (1 + (10000ull << 32))) >> 32;
}

/*
 * A whole number of up to seven characters, eight bytes at a time: its length tells itself without a branch that has to be
 * guessed, and numbers of all lengths stand in a row. `*bad` gets bits when it is none. Returns where it ends.
 */
static inline const char *read_whole(const char *text, int *value, uint64_t *bad)
{
    uint64_t word = load(text);
    uint64_t stops = (word - EACH('-')) & ~word & TOP; /* the lowest bit marks the first byte below '-', ',' among these */
    unsigned bits = (unsigned)__builtin_ctzll(stops | (uint64_t)1 << 63) - 7; /* of the number */
    bool negative = (word & 0xFF) == '-';
    uint64_t digits = (((word + (negative ? '0' - '-' : 0)) ^ EACH('0')) << 8) << (56 - bits);
    *bad |= ((digits + EACH(0x7F - 9)) | digits) & TOP;
    *bad |= negative && bits == 8;
    int magnitude = (int)join_digits(digits);
    *value = bits == 0 ? EMPTY : negative ? -magnitude : magnitude;
    return text + bits / 8;
}

/* Digits with or without a point among them. Returns where they end, or NULL where they are none or too many. */
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
    *value = decimal_scaled(digits, point != NULL ? (size_t)(at - point) - 1 : 0);
    return at;
}

/* Past a cell that nobody needs, up to its comma or to something that is not plain. */
static inline const char *pass_cell(const char *text)
{
    while ((unsigned char)*text > '"' && *text != ',')
        text++;
    return text;
}

static inline float reading(int count)
{
    return count == EMPTY ? NAN : (float)count;
}

/* The counts of a line into the row. False when one is out of range. */
static inline bool take_counts(const int count[ROLES], size_t strips, double adc_full_scale, struct session_row *row)
{
    int least = 0, most = 0, least_imu = 0, most_imu = 0;
    for (size_t k = 0; k < strips; k++) {
        int here = count[COLUMN_STRIP + k];
        least = here < least ? here : least;
        most = here > most ? here : most;
        row->strip[k] = (float)here;
    }
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++) {
        int here = count[COLUMN_IMU + axis] == EMPTY ? 0 : count[COLUMN_IMU + axis];
        least_imu = here < least_imu ? here : least_imu;
        most_imu = here > most_imu ? here : most_imu;
    }
    row->imu[SESSION_ROWS_ACCEL_X] = reading(count[COLUMN_IMU]);
    row->imu[SESSION_ROWS_ACCEL_Y] = reading(count[COLUMN_IMU + 1]);
    row->imu[SESSION_ROWS_GYRO_Z] = reading(count[COLUMN_IMU + 5]);
    return least >= 0 && most <= adc_full_scale && least_imu >= -COLUMNS_IMU_MAX && most_imu <= COLUMNS_IMU_MAX;
}

size_t plain_row_read(const struct columns *columns, double adc_full_scale, const char *text, struct session_row *row,
                      double *seq)
{
    int count[ROLES];
    for (size_t axis = 0; axis < SESSION_IMU_AXES; axis++)
        count[COLUMN_IMU + axis] = EMPTY;
    count[COLUMN_SEQ] = EMPTY;
    const char *at = text;
    uint64_t bad = 0;
    for (size_t column = 0; column < columns->count; column++) {
        unsigned role = columns->role[column];
        at += column > 0; /* the comma */
        if (role >= COLUMN_IMU || role == COLUMN_SEQ)
            at = read_whole(at, &count[role], &bad);
        else if (role == COLUMN_TIME)
            at = read_decimal(at, &row->time_s);
        else if (role != COLUMN_EVENT)
            at = pass_cell(at);
        if (at == NULL || (*at != ',' && column + 1 < columns->count))
            return 0;
    }
    at += *at == '\r';
    if (*at != '\n' || bad || (count[COLUMN_SEQ] < 0 && count[COLUMN_SEQ] != EMPTY) || row->time_s > COLUMNS_TIME_MAX_S ||
        !take_counts(count, columns->strip_count, adc_full_scale, row))
        return 0;
    row->events = 0;
    *seq = count[COLUMN_SEQ] == EMPTY ? -1 : count[COLUMN_SEQ];
    return (size_t)(at + 1 - text);
}
