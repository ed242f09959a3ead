/* SPDX-License-Identifier: MIT */
/* Numbers from users and files, by a strict grammar. strtod also accepts nan, inf, hexadecimal, leading
 * blanks and, in some locales, a comma. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_EXACT_DIGITS 15

/* digits / 10^fraction_digits, correctly rounded, for up to DECIMAL_EXACT_DIGITS digits in all. */
double decimal_scale(uint64_t digits, size_t fraction_digits);

/*
 * Parse all `length` bytes of `text` as [+-] digits [. digits] [(e|E) [+-] digits], with a digit on at least
 * one side of the point; correctly rounded, in any locale. False, with `*value` unchanged, for anything else
 * or a number that is not finite as a double.
 */
bool decimal_parse(const char *text, size_t length, double *value);

/* The same for an integer between `low` and `high`, without fraction or exponent. */
bool decimal_parse_integer(const char *text, size_t length, long long low, long long high, long long *value);

#endif
