/* SPDX-License-Identifier: MIT */
/*
 * Numbers from people and files, by a strict grammar: strtod would also take nan, inf, hexadecimal, leading
 * blanks and, in some locales, a comma.
 */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_EXACT_DIGITS 15

/* digits / 10^fraction_digits, correctly rounded: for up to DECIMAL_EXACT_DIGITS digits, as many of them a
 * fraction. */
double decimal_scale(uint64_t digits, size_t fraction_digits);

/*
 * Read all `length` bytes of `text` as  [+-] digits [. digits] [(e|E) [+-] digits]  with a digit on at least
 * one side of the point. False, and `*value` untouched, when anything else stands there or the number is not
 * finite as a double. Independent of the locale; correctly rounded.
 */
bool decimal_parse(const char *text, size_t length, double *value);

/* The same for whole numbers without fraction or exponent, between `low` and `high`. */
bool decimal_parse_integer(const char *text, size_t length, long long low, long long high, long long *value);

#endif
