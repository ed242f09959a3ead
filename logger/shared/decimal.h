/* SPDX-License-Identifier: MIT */
/* Parses numbers from users and files by a strict grammar. strtod would also accept nan, inf, hexadecimal,
 * leading blanks and, in some locales, a comma. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_EXACT_DIGITS 15 /* integers of up to this many digits are exact as doubles */

/* Parse all `length` bytes of `text` as [+-] digits [. digits] [(e|E) [+-] digits], with a digit on at least
 * one side of the point. The result is correctly rounded, in any locale. False, with `*value` unchanged, if
 * the text is anything else, or if its value is not finite as a double. */
bool decimal_parse(const char *text, size_t length, double *value);

/* Like decimal_parse, for an integer from `min` to `max` without fraction or exponent. */
bool decimal_parse_integer(const char *text, size_t length, long long min, long long max, long long *value);

/* Parse the value of the option --NAME: a number or an integer from `min` to `max`. Returns false, with
 * EXIT_STATUS_USAGE and `*value` unchanged, if the value is anything else. */
bool decimal_parse_option(const char *name, const char *text, double min, double max, double *value,
                          struct failure *failure);
bool decimal_parse_integer_option(const char *name, const char *text, int min, int max, int *value,
                                  struct failure *failure);

/* Return integer / 10^fraction_digits, correctly rounded. `integer` has at most DECIMAL_EXACT_DIGITS digits, which is
 * also the maximum of `fraction_digits`. */
double decimal_scale(int64_t integer, size_t fraction_digits);

/* Append the decimal digits at the start of the NUL-terminated `text` to `*digits`, which wraps beyond 19
 * digits. Returns the end of the digits. */
static inline const char *decimal_scan_digits(const char *text, uint64_t *digits)
{
    for (; *text >= '0' && *text <= '9'; text++)
        *digits = *digits * 10 + (uint64_t)(*text - '0');
    return text;
}

/* Parse a number with the decimal sign '.' or ',', without exponent and with at most DECIMAL_EXACT_DIGITS digits, at
 * the start of the NUL-terminated `text`. Returns the end of the number; if there is none, returns `text` and leaves
 * `*value` unchanged. Inline, because the analyzer's fast path for rows consists of calls to it. */
static inline const char *decimal_scan(const char *text, char decimal_sign, double *value)
{
    uint64_t digits = 0;
    const char *first = text + (*text == '-' || *text == '+');
    const char *end = decimal_scan_digits(first, &digits);
    size_t digit_count = (size_t)(end - first), fraction_digits = 0;
    if (*end == decimal_sign) {
        const char *fraction = end + 1;
        end = decimal_scan_digits(fraction, &digits);
        fraction_digits = (size_t)(end - fraction);
        digit_count += fraction_digits;
    }
    if (digit_count == 0 || digit_count > DECIMAL_EXACT_DIGITS)
        return text;
    /* most readings are integers, and the division would take half of the time */
    double magnitude = fraction_digits == 0 ? (double)(int64_t)digits : decimal_scale((int64_t)digits, fraction_digits);
    *value = *text == '-' ? -magnitude : magnitude;
    return end;
}
