/* SPDX-License-Identifier: MIT */
#include "command.h"

#include "wire/vocabulary.h"

#include <string.h>

#define YEAR_MAX 2127             /* the last year that SETTINGS_DATE can hold */
#define RATE_MAX_MILLIHZ 10000000 /* limit of the request; the nearest possible rate is used */

bool command_line_add(struct command_line *line, uint8_t byte)
{
    if (byte == '\n' || byte == '\r') {
        line->text[line->length] = '\0';
        return line->length > 0 || line->garbled;
    }
    if (byte < ' ' || byte > '~')
        line->garbled = true;
    else if (line->length == COMMAND_LENGTH_MAX)
        line->too_long = true;
    else
        line->text[line->length++] = (char)byte;
    return false;
}

void command_line_clear(struct command_line *line)
{
    memset(line, 0, sizeof *line);
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Parse a decimal number such as 12 or 12.5, round it to units of 10^-decimals, and advance `*text` past it.
 * False if there is no digit or the number exceeds `max`. */
static bool parse_decimal(const char **text, uint8_t decimals, uint32_t max, uint32_t *value)
{
    const char *cursor = *text;
    bool has_digit = false;
    bool after_point = false;
    bool round_up = false;
    uint8_t fraction_digits = 0; /* digits seen after the point; the count stops at decimals + 1 */
    uint32_t number = 0;
    for (; is_digit(*cursor) || (*cursor == '.' && !after_point && decimals > 0); cursor++) {
        if (*cursor == '.') {
            after_point = true;
            continue;
        }
        has_digit = true;
        if (!after_point || fraction_digits < decimals)
            number = number * 10 + (uint8_t)(*cursor - '0');
        else if (fraction_digits == decimals)
            round_up = *cursor >= '5';
        if (after_point && fraction_digits <= decimals)
            fraction_digits++;
        if (number > max)
            return false;
    }
    for (; fraction_digits < decimals && number <= max; fraction_digits++)
        number *= 10;
    number += round_up;
    *text = cursor;
    *value = number;
    return has_digit && number <= max;
}

/* Consume one character; false if it is not `expected`. */
static bool parse_character(const char **text, char expected)
{
    return *(*text)++ == expected;
}

/* Parse a date such as 2026-03-01 into the packed form of SETTINGS_DATE; false if it is not a date. */
static bool parse_date(const char **text, uint16_t *packed_date)
{
    uint32_t year = 0;
    uint32_t month = 0;
    uint32_t day = 0;
    bool valid = parse_decimal(text, 0, YEAR_MAX, &year) && parse_character(text, '-') &&
                 parse_decimal(text, 0, 12, &month) && parse_character(text, '-') && parse_decimal(text, 0, 31, &day) &&
                 year > 2000 && month > 0 && day > 0;
    *packed_date = SETTINGS_DATE(year, month, day);
    return valid;
}

/* Parse the source of a calibration: the date when it was measured, or `default`. */
static bool parse_source(const char *text, uint16_t *measured_on)
{
    char word[8];
    if (strcmp(text, hal_flash_copy(word, sizeof word, HAL_FLASH(WIRE_SOURCE_DEFAULT))) == 0) {
        *measured_on = SETTINGS_NOT_MEASURED;
        return true;
    }
    return parse_date(&text, measured_on) && *text == '\0';
}

/* Parse a strip's number and the commas on both sides of it. */
static bool parse_strip(const char **text, struct command *command)
{
    uint32_t strip = 0;
    bool valid =
        parse_character(text, ',') && parse_decimal(text, 0, HAL_STRIPS - 1, &strip) && parse_character(text, ',');
    command->strip = (uint8_t)strip;
    return valid;
}

/* The following parsers store the arguments in `command`, and return NULL, or the reason for refusing it, a string in
 * flash. */
static const char *parse_calibrate(const char *text, struct command *command)
{
    uint32_t k_tenth_n = 0;
    uint32_t p_milli = 0;
    if (!parse_strip(&text, command))
        return HAL_FLASH("the strip must be 0 to 7");
    if (!parse_decimal(&text, 1, WIRE_K_MAX_TENTH_N, &k_tenth_n) || k_tenth_n < WIRE_K_MIN_TENTH_N ||
        !parse_character(&text, ','))
        return HAL_FLASH("k_n must be 0.1 to 6553.5");
    if (!parse_decimal(&text, 3, WIRE_P_MAX_MILLI, &p_milli) || (*text != '\0' && *text != ',') ||
        p_milli < WIRE_P_MIN_MILLI)
        return HAL_FLASH("p must be 0.1 to 5");
    command->measured_on = SETTINGS_DATE_UNKNOWN;
    if (*text == ',' && !parse_source(text + 1, &command->measured_on))
        return HAL_FLASH("the date must look like 2026-03-01");
    command->k_tenth_n = (uint16_t)k_tenth_n;
    command->p_milli = (uint16_t)p_milli;
    return NULL;
}

static const char *parse_rate(const char *text, struct command *command)
{
    if (!parse_character(&text, ',') || !parse_decimal(&text, 3, RATE_MAX_MILLIHZ, &command->rate_millihz) ||
        *text != '\0' || command->rate_millihz == 0)
        return HAL_FLASH("the rate must be a number of hertz");
    return NULL;
}

static const char *parse_baud(const char *text, struct command *command)
{
    if (!parse_character(&text, ',') || !parse_decimal(&text, 0, WIRE_BAUD_MAX, &command->baud) || *text != '\0' ||
        !rate_is_supported_baud(command->baud)) {
        return HAL_FLASH("the baud rate must be " WIRE_TEXT(WIRE_BAUD_DEFAULT) ", " WIRE_TEXT(
            WIRE_BAUD_DOUBLE) " or " WIRE_TEXT(WIRE_BAUD_MAX));
    }
    return NULL;
}

static const char *parse_angle(const char *text, struct command *command)
{
    uint32_t angle_deg = 0;
    if (!parse_strip(&text, command))
        return HAL_FLASH("the strip must be 0 to 7");
    if (!parse_decimal(&text, 0, 359, &angle_deg) || *text != '\0')
        return HAL_FLASH("the angle must be 0 to 359 whole degrees");
    command->angle_deg = (uint16_t)angle_deg;
    return NULL;
}

static const char *parse_radius(const char *text, struct command *command)
{
    uint32_t radius_tenth_mm = 0;
    if (!parse_character(&text, ',') || !parse_decimal(&text, 1, WIRE_RADIUS_MAX_TENTH_MM, &radius_tenth_mm) ||
        *text != '\0' || (radius_tenth_mm != 0 && radius_tenth_mm < WIRE_RADIUS_MIN_TENTH_MM))
        return HAL_FLASH("the radius must be 30 to 150 mm, or 0");
    command->radius_tenth_mm = (uint16_t)radius_tenth_mm;
    return NULL;
}

static const char *parse_bias(const char *text, struct command *command)
{
    uint32_t biased = 0;
    if (!parse_character(&text, ',') || !parse_decimal(&text, 0, 1, &biased) || *text != '\0')
        return HAL_FLASH("the value must be 1 (bias resistors) or 0");
    command->bias_resistors = biased != 0;
    return NULL;
}

static const char *parse_no_arguments(const char *text)
{
    return *text == '\0' ? NULL : HAL_FLASH("this command takes no arguments");
}

/* Parse the arguments of the command with this letter, and set its kind. */
static const char *parse_arguments(char letter, const char *arguments, struct command *command)
{
    switch (letter) {
    case WIRE_COMMAND_IDENTIFY: command->kind = COMMAND_IDENTIFY; return parse_no_arguments(arguments);
    case WIRE_COMMAND_RATE: command->kind = COMMAND_RATE; return parse_rate(arguments, command);
    case WIRE_COMMAND_CALIBRATION: command->kind = COMMAND_CALIBRATE; return parse_calibrate(arguments, command);
    case WIRE_COMMAND_ANGLE: command->kind = COMMAND_ANGLE; return parse_angle(arguments, command);
    case WIRE_COMMAND_RADIUS: command->kind = COMMAND_RADIUS; return parse_radius(arguments, command);
    case WIRE_COMMAND_BIAS: command->kind = COMMAND_BIAS; return parse_bias(arguments, command);
    case WIRE_COMMAND_BAUD: command->kind = COMMAND_BAUD; return parse_baud(arguments, command);
    case WIRE_COMMAND_SAVE: command->kind = COMMAND_SAVE; return parse_no_arguments(arguments);
    case WIRE_COMMAND_ZERO: command->kind = COMMAND_ZERO; return parse_no_arguments(arguments);
    default: return HAL_FLASH("unknown command");
    }
}

void command_parse(const struct command_line *line, struct command *command)
{
    memset(command, 0, sizeof *command);
    if (line->too_long)
        command->reason = HAL_FLASH("the line is too long");
    else if (line->garbled)
        command->reason = HAL_FLASH("the line has bytes that are not text");
    else
        command->reason = parse_arguments(line->text[0], line->text + 1, command);
    if (command->reason != NULL)
        command->kind = COMMAND_REFUSED;
}
