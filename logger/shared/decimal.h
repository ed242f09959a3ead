/* SPDX-License-Identifier: MIT */
/* Parses numbers from users and files by a strict grammar. strtod would also accept nan, inf, hexadecimal,
 * leading blanks and, in some locales, a comma. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_EXACT_DIGITS 15

/* Return digits / 10^fraction_digits, correctly rounded. Valid for numbers of up to DECIMAL_EXACT_DIGITS
 * digits. */
double decimal_scale(uint64_t digits, size_t fraction_digits);

/*
 * Parse all `length` bytes of `text` as [+-] digits [. digits] [(e|E) [+-] digits], with a digit on at least
 * one side of the point. The result is correctly rounded, in any locale. False, with `*value` unchanged, if
 * the text is anything else, or if its value is not finite as a double.
 */
bool decimal_parse(const char *text, size_t length, double *value);

/* Like decimal_parse, for an integer from `low` to `high` without fraction or exponent. */
bool decimal_parse_integer(const char *text, size_t length, long long low, long long high, long long *value);

#endif
