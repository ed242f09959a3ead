/* SPDX-License-Identifier: MIT */
#include "calibrate/quantity_text.h"

#include "shared/decimal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n"

/* Split `text` into a number and the unit after it ("" = none). False, with a message in `why`, if it is not
 * a number or has more words. */
static bool split_number_and_unit(const char *text, double *value, char *unit, size_t size, char *why, size_t why_size)
{
    text += strspn(text, BLANKS);
    size_t length = strspn(text, "0123456789.,+-eE");
    const char *word = text + length + strspn(text + length, BLANKS);
    size_t word_length = strcspn(word, BLANKS);
    bool one_word = word[word_length + strspn(word + word_length, BLANKS)] == '\0' && word_length < size;
    if (memchr(text, ',', length))
        snprintf(why, why_size, "Use a point instead of a comma, as in 12.5.");
    else if (length == 0 || !one_word || !decimal_parse(text, length, value))
        snprintf(why, why_size, "That is not a number.");
    else {
        snprintf(unit, size, "%.*s", (int)word_length, word);
        return true;
    }
    return false;
}

bool quantity_text_parse_load(const char *text, double *load_n, char *why, size_t size)
{
    char unit[8];
    double value;
    if (!split_number_and_unit(text, &value, unit, sizeof unit, why, size))
        return false;
    bool newtons = strcasecmp(unit, "N") == 0;
    if (!newtons && *unit && strcasecmp(unit, "kg") != 0) {
        snprintf(why, size, "Use kg or N: 20 kg, or 196 N.");
        return false;
    }
    double parsed_n = newtons ? value : value * QUANTITY_TEXT_N_PER_KG;
    if (!(parsed_n >= QUANTITY_TEXT_MIN_N && parsed_n <= QUANTITY_TEXT_MAX_N)) {
        snprintf(why, size, "A load must be between 0.2 and 200 kg.");
        return false;
    }
    *load_n = parsed_n;
    return true;
}

bool quantity_text_parse_mm(const char *text, double min, double max, double *length_mm, char *why, size_t size)
{
    char unit[8];
    double value;
    if (!split_number_and_unit(text, &value, unit, sizeof unit, why, size))
        return false;
    if ((*unit && strcasecmp(unit, "mm") != 0) || !(value >= min && value <= max)) {
        snprintf(why, size, "Type millimetres between %.0f and %.0f, as in 300.", min, max);
        return false;
    }
    *length_mm = value;
    return true;
}
