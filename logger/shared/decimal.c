/* SPDX-License-Identifier: MIT */
#include "shared/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char *text, size_t at, size_t length)
{
    while (at < length && is_digit(text[at]))
        at++;
    return at;
}

static size_t skip_sign(const char *text, size_t at, size_t length)
{
    return at < length && (text[at] == '+' || text[at] == '-') ? at + 1 : at;
}

/* What a text says by the grammar of decimal.h. */
struct scanned {
    uint64_t digits; /* without the point; wraps if there are too many */
    size_t digit_count;
    size_t fraction_digits;
    bool has_exponent;
};

static size_t scan_digits(const char *text, size_t at, size_t length, struct scanned *number)
{
    for (; at < length && is_digit(text[at]); at++) {
        number->digits = number->digits * 10 + (uint64_t)(text[at] - '0');
        number->digit_count++;
    }
    return at;
}

static bool scan(const char *text, size_t length, struct scanned *number)
{
    *number = (struct scanned){0};
    size_t at = scan_digits(text, skip_sign(text, 0, length), length, number);
    if (at < length && text[at] == '.') {
        size_t fraction = at + 1;
        at = scan_digits(text, fraction, length, number);
        number->fraction_digits = at - fraction;
    }
    if (number->digit_count == 0)
        return false;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        size_t exponent = skip_sign(text, at + 1, length);
        at = skip_digits(text, exponent, length);
        number->has_exponent = true;
        if (at == exponent)
            return false;
    }
    return at == length;
}

/* Up to 15 digits and a power of ten up to 10^15 are both exact as doubles, so one division rounds correctly
 * (Clinger 1990) and no library call is needed. */
double decimal_scale(uint64_t digits, size_t fraction_digits)
{
    static const double power_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    /* most readings are integers, and a division costs as much as the rest */
    return fraction_digits == 0 ? (double)digits : (double)digits / power_of_ten[fraction_digits];
}

bool decimal_parse(const char *text, size_t length, double *value)
{
    struct scanned number;
    char copy[64]; /* no reading needs more characters */
    if (!scan(text, length, &number) || length >= sizeof copy)
        return false;
    if (!number.has_exponent && number.digit_count <= DECIMAL_EXACT_DIGITS) { /* most fields */
        double magnitude = decimal_scale(number.digits, number.fraction_digits);
        *value = text[0] == '-' ? -magnitude : magnitude;
        return true;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    double parsed = strtod(copy, NULL); /* no program calls setlocale: the decimal point is '.' */
    if (!isfinite(parsed))
        return false;
    *value = parsed;
    return true;
}

bool decimal_parse_integer(const char *text, size_t length, long long low, long long high, long long *value)
{
    size_t start = skip_sign(text, 0, length);
    if (start == length || length - start > 18 || skip_digits(text, start, length) != length)
        return false;
    long long magnitude = 0;
    for (size_t i = start; i < length; i++)
        magnitude = magnitude * 10 + (text[i] - '0');
    long long parsed = text[0] == '-' ? -magnitude : magnitude;
    if (parsed < low || parsed > high)
        return false;
    *value = parsed;
    return true;
}
