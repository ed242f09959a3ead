/* SPDX-License-Identifier: MIT */
#include "shared/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char *text, size_t start, size_t length)
{
    size_t end = start;
    while (end < length && is_digit(text[end]))
        end++;
    return end;
}

static size_t skip_sign(const char *text, size_t start, size_t length)
{
    return start < length && (text[start] == '+' || text[start] == '-') ? start + 1 : start;
}

/* A number as written, split by the grammar of decimal.h. */
struct scanned {
    uint64_t digits; /* all digits as one integer; wraps beyond 19 digits */
    size_t digit_count;
    size_t fraction_digits;
    bool has_exponent;
};

static size_t scan_digits(const char *text, size_t start, size_t length, struct scanned *number)
{
    size_t end = skip_digits(text, start, length);
    for (size_t i = start; i < end; i++)
        number->digits = number->digits * 10 + (uint64_t)(text[i] - '0');
    number->digit_count += end - start;
    return end;
}

static bool scan(const char *text, size_t length, struct scanned *number)
{
    *number = (struct scanned){0};
    size_t end = scan_digits(text, skip_sign(text, 0, length), length, number);
    if (end < length && text[end] == '.') {
        size_t fraction = end + 1;
        end = scan_digits(text, fraction, length, number);
        number->fraction_digits = end - fraction;
    }
    if (number->digit_count == 0)
        return false;
    if (end < length && (text[end] == 'e' || text[end] == 'E')) {
        size_t exponent = skip_sign(text, end + 1, length);
        end = skip_digits(text, exponent, length);
        number->has_exponent = true;
        if (end == exponent)
            return false;
    }
    return end == length;
}

/* Integers of up to 15 digits and powers of ten up to 10^15 are exact as doubles, so one division rounds
 * correctly (Clinger 1990). */
double decimal_scale(uint64_t digits, size_t fraction_digits)
{
    static const double power_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    /* most readings are integers, and a division takes as long as the rest */
    return fraction_digits == 0 ? (double)digits : (double)digits / power_of_ten[fraction_digits];
}

bool decimal_parse(const char *text, size_t length, double *value)
{
    struct scanned number;
    char copy[64]; /* no reading has more characters */
    if (!scan(text, length, &number) || length >= sizeof copy)
        return false;
    if (!number.has_exponent && number.digit_count <= DECIMAL_EXACT_DIGITS) { /* fast path: most fields */
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
