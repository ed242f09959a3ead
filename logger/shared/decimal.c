/* SPDX-License-Identifier: MIT */
#include "shared/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 64          /* no number in a file or on a command line is longer */
#define INTEGER_DIGITS_MAX 18 /* any number of this many digits fits into a long long */

/* Integers of up to 15 digits and powers of ten up to 10^15 are exact as doubles, so one division rounds
 * correctly (Clinger 1990). */
double decimal_scale(int64_t integer, size_t fraction_digits)
{
    static const double power_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    return (double)integer / power_of_ten[fraction_digits];
}

/* Make a NUL-terminated copy. False if the text is too long to be a number. */
static bool copy_text(char copy[TEXT_SIZE], const char *text, size_t length)
{
    if (length >= TEXT_SIZE)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return true;
}

bool decimal_parse(const char *text, size_t length, double *value)
{
    char copy[TEXT_SIZE];
    double number = 0;
    if (length == 0 || !copy_text(copy, text, length))
        return false;
    if (decimal_scan(copy, '.', &number) != copy + length) {
        /* The text has an exponent, many digits or a syntax error. Given only these characters, strtod accepts exactly
         * the grammar of decimal.h. Its decimal point is '.', since no program calls setlocale. */
        char *end;
        if (strspn(copy, "0123456789+-.eE") != length)
            return false;
        number = strtod(copy, &end);
        if (end != copy + length || !isfinite(number))
            return false;
    }
    *value = number;
    return true;
}

bool decimal_parse_integer(const char *text, size_t length, long long min, long long max, long long *value)
{
    char copy[TEXT_SIZE];
    uint64_t digits = 0;
    if (!copy_text(copy, text, length))
        return false;
    const char *first = copy + (copy[0] == '-' || copy[0] == '+');
    const char *end = decimal_scan_digits(first, &digits);
    if (end == first || end != copy + length || end - first > INTEGER_DIGITS_MAX)
        return false;
    long long parsed = copy[0] == '-' ? -(long long)digits : (long long)digits;
    if (parsed < min || parsed > max)
        return false;
    *value = parsed;
    return true;
}

bool decimal_parse_option(const char *name, const char *text, double min, double max, double *value,
                          struct failure *failure)
{
    double parsed;
    if (!decimal_parse(text, strlen(text), &parsed) || parsed < min || parsed > max)
        return failure_set(failure, EXIT_STATUS_USAGE, "--%s takes a number from %g to %g, not \"%s\".", name, min, max,
                           text);
    *value = parsed;
    return true;
}

bool decimal_parse_integer_option(const char *name, const char *text, int min, int max, int *value,
                                  struct failure *failure)
{
    long long parsed;
    if (!decimal_parse_integer(text, strlen(text), min, max, &parsed))
        return failure_set(failure, EXIT_STATUS_USAGE, "--%s takes a whole number from %d to %d, not \"%s\".", name,
                           min, max, text);
    *value = (int)parsed;
    return true;
}
