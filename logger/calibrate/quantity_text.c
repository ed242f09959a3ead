/* SPDX-License-Identifier: MIT */
#include "calibrate/quantity_text.h"

#include "shared/decimal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n"

/* Split `text` into a number and the unit after it ("" = none). False, with a message for the user in `message`, if
 * it does not begin with a number, or if more than a unit follows. */
static bool split_number_and_unit(const char *text, double *value, char *unit, size_t unit_size, char *message,
                                  size_t message_size)
{
    text += strspn(text, BLANKS);
    size_t number_length = strspn(text, "0123456789.,+-eE");
    const char *word = text + number_length + strspn(text + number_length, BLANKS);
    size_t word_length = strcspn(word, BLANKS);
    const char *rest = word + word_length;
    bool is_unit = rest[strspn(rest, BLANKS)] == '\0' && word_length < unit_size;
    if (memchr(text, ',', number_length)) {
        snprintf(message, message_size, "Use a point instead of a comma, as in 12.5.");
        return false;
    }
    if (number_length == 0 || !is_unit || !decimal_parse(text, number_length, value)) {
        snprintf(message, message_size, "That is not a number.");
        return false;
    }
    snprintf(unit, unit_size, "%.*s", (int)word_length, word);
    return true;
}

bool quantity_text_parse_load(const char *text, double *load_n, char *message, size_t size)
{
    char unit[8];
    double value;
    if (!split_number_and_unit(text, &value, unit, sizeof unit, message, size))
        return false;
    bool is_newtons = strcasecmp(unit, "N") == 0;
    if (!is_newtons && *unit && strcasecmp(unit, "kg") != 0) {
        snprintf(message, size, "Use kg or N: 20 kg, or 196 N.");
        return false;
    }
    double value_n = is_newtons ? value : value * QUANTITY_TEXT_N_PER_KG;
    if (!(value_n >= QUANTITY_TEXT_MIN_N && value_n <= QUANTITY_TEXT_MAX_N)) {
        snprintf(message, size, "A load must be between 0.2 and 200 kg.");
        return false;
    }
    *load_n = value_n;
    return true;
}

bool quantity_text_parse_mm(const char *text, double min_mm, double max_mm, double *length_mm, char *message,
                            size_t size)
{
    char unit[8];
    double value;
    if (!split_number_and_unit(text, &value, unit, sizeof unit, message, size))
        return false;
    if ((*unit && strcasecmp(unit, "mm") != 0) || !(value >= min_mm && value <= max_mm)) {
        snprintf(message, size, "Type millimetres between %.0f and %.0f, as in 300.", min_mm, max_mm);
        return false;
    }
    *length_mm = value;
    return true;
}
