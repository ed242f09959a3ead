/* SPDX-License-Identifier: MIT */
#include "command.h"

#include "wire/vocabulary.h"

#include <string.h>

bool command_line_add(struct command_line *line, uint8_t byte)
{
    if (byte == '\n' || byte == '\r') {
        line->text[line->length] = '\0';
        return line->length > 0 || line->garbled;
    }
    if (byte < ' ' || byte > '~') {
        line->garbled = true;
    } else if (line->length == COMMAND_LENGTH_MAX) {
        line->too_long = true;
    } else {
        line->text[line->length++] = (char)byte;
    }
    return false;
}

void command_line_clear(struct command_line *line)
{
    memset(line, 0, sizeof *line);
}

/* Parse a decimal number such as 12 or 12.5, in units of 10^-decimals, rounded, and advance `*text` past it.
 * False if there is no digit or the number exceeds `max`. */
static bool parse_decimal(const char **text, uint8_t decimals, uint32_t max, uint32_t *value)
{
    const char *cursor = *text;
    bool point = false;
    bool round_up = false;
    uint8_t digits = 0;
    uint8_t fraction = 0;
    uint32_t number = 0;
    for (; (*cursor >= '0' && *cursor <= '9') || (*cursor == '.' && !point && decimals > 0); cursor++) {
        if (*cursor == '.') {
            point = true;
            continue;
        }
        digits = 1;
        if (point && fraction == decimals) {
            round_up = *cursor >= '5';
        }
        if (!point || fraction < decimals) {
            number = number * 10 + (uint8_t)(*cursor - '0');
        }
        if (point && fraction <= decimals) {
            fraction++;
        }
        if (number > max) {
            return false;
        }
    }
    for (; fraction < decimals && number <= max; fraction++) {
        number *= 10;
    }
    number += round_up;
    *text = cursor;
    *value = number;
    return digits > 0 && number <= max;
}

static bool parse_comma(const char **text)
{
    return *(*text)++ == ',';
}

/* Parse a date such as 2026-03-01 into the packed form of SETTINGS_DATE; false if it is not a date. */
static bool parse_date(const char **text, uint16_t *packed_date)
{
    uint32_t year = 0;
    uint32_t month = 0;
    uint32_t day = 0;
    bool valid = parse_decimal(text, 0, 2127, &year) && *(*text)++ == '-' && parse_decimal(text, 0, 12, &month) &&
                 *(*text)++ == '-' && parse_decimal(text, 0, 31, &day) && year > 2000 && month > 0 && day > 0;
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
    bool valid = parse_comma(text) && parse_decimal(text, 0, HAL_STRIPS - 1, &strip) && parse_comma(text);
    command->strip = (uint8_t)strip;
    return valid;
}

/* The following parsers return NULL, or the reason for the rejection as a flash text. */
static const char *parse_calibrate(const char *text, struct command *command)
{
    uint32_t k_tenth_n = 0;
    uint32_t p_milli = 0;
    if (!parse_strip(&text, command)) {
        return HAL_FLASH("the strip must be 0 to 7");
    }
    if (!parse_decimal(&text, 1, SETTINGS_K_MAX_TENTH_N, &k_tenth_n) || *text != ',' ||
        k_tenth_n < SETTINGS_K_MIN_TENTH_N) {
        return HAL_FLASH("k_n must be 0.1 to 6553.5");
    }
    text++;
    if (!parse_decimal(&text, 3, SETTINGS_P_MAX_MILLI, &p_milli) || (*text != '\0' && *text != ',') ||
        p_milli < SETTINGS_P_MIN_MILLI) {
        return HAL_FLASH("p must be 0.1 to 5");
    }
    command->measured_on = SETTINGS_DATE_UNKNOWN;
    if (*text == ',' && !parse_source(text + 1, &command->measured_on)) {
        return HAL_FLASH("the date must look like 2026-03-01");
    }
    command->k_tenth_n = (uint16_t)k_tenth_n;
    command->p_milli = (uint16_t)p_milli;
    return NULL;
}

static const char *parse_rate(const char *text, struct command *command)
{
    if (!parse_comma(&text) || !parse_decimal(&text, 3, 10000000, &command->rate_millihz) || *text != '\0' ||
        command->rate_millihz == 0) {
        return HAL_FLASH("the rate must be a number of hertz");
    }
    return NULL;
}

static const char *parse_baud(const char *text, struct command *command)
{
    if (!parse_comma(&text) || !parse_decimal(&text, 0, 10000000, &command->baud) || *text != '\0' ||
        !rate_is_supported_baud(command->baud)) {
        return HAL_FLASH("the baud rate must be " WIRE_TEXT(WIRE_BAUD_DEFAULT) ", " WIRE_TEXT(
            WIRE_BAUD_DOUBLE) " or " WIRE_TEXT(WIRE_BAUD_MAX));
    }
    return NULL;
}

static const char *parse_angle(const char *text, struct command *command)
{
    uint32_t angle_deg = 0;
    if (!parse_strip(&text, command)) {
        return HAL_FLASH("the strip must be 0 to 7");
    }
    if (!parse_decimal(&text, 0, 359, &angle_deg) || *text != '\0') {
        return HAL_FLASH("the angle must be 0 to 359 whole degrees");
    }
    command->angle_deg = (uint16_t)angle_deg;
    return NULL;
}

static const char *parse_radius(const char *text, struct command *command)
{
    uint32_t radius_tenth_mm = 0;
    if (!parse_comma(&text) || !parse_decimal(&text, 1, SETTINGS_RADIUS_MAX_TENTH_MM, &radius_tenth_mm) ||
        *text != '\0' || (radius_tenth_mm != 0 && radius_tenth_mm < SETTINGS_RADIUS_MIN_TENTH_MM)) {
        return HAL_FLASH("the radius must be 30 to 150 mm, or 0");
    }
    command->radius_tenth_mm = (uint16_t)radius_tenth_mm;
    return NULL;
}

static const char *parse_bias(const char *text, struct command *command)
{
    uint32_t biased = 0;
    if (!parse_comma(&text) || !parse_decimal(&text, 0, 1, &biased) || *text != '\0') {
        return HAL_FLASH("bias resistors: 1 = fitted, 0 = none");
    }
    command->bias_resistors = biased != 0;
    return NULL;
}

static const char *parse_no_arguments(const char *rest)
{
    return *rest == '\0' ? NULL : HAL_FLASH("this command takes no arguments");
}

void command_parse(const struct command_line *line, struct command *command)
{
    const char *rest = line->text + 1;
    memset(command, 0, sizeof *command);
    if (line->too_long) {
        command->reason = HAL_FLASH("line too long");
    } else if (line->garbled) {
        command->reason = HAL_FLASH("bytes that are not text");
    } else {
        switch (line->text[0]) {
        case WIRE_COMMAND_IDENTIFY:
            command->kind = COMMAND_IDENTIFY;
            command->reason = parse_no_arguments(rest);
            break;
        case WIRE_COMMAND_RATE:
            command->kind = COMMAND_RATE;
            command->reason = parse_rate(rest, command);
            break;
        case WIRE_COMMAND_CALIBRATION:
            command->kind = COMMAND_CALIBRATE;
            command->reason = parse_calibrate(rest, command);
            break;
        case WIRE_COMMAND_ANGLE:
            command->kind = COMMAND_ANGLE;
            command->reason = parse_angle(rest, command);
            break;
        case WIRE_COMMAND_RADIUS:
            command->kind = COMMAND_RADIUS;
            command->reason = parse_radius(rest, command);
            break;
        case WIRE_COMMAND_BIAS:
            command->kind = COMMAND_BIAS;
            command->reason = parse_bias(rest, command);
            break;
        case WIRE_COMMAND_BAUD:
            command->kind = COMMAND_BAUD;
            command->reason = parse_baud(rest, command);
            break;
        case WIRE_COMMAND_SAVE:
            command->kind = COMMAND_SAVE;
            command->reason = parse_no_arguments(rest);
            break;
        case WIRE_COMMAND_ZERO:
            command->kind = COMMAND_ZERO;
            command->reason = parse_no_arguments(rest);
            break;
        default: command->reason = HAL_FLASH("unknown command");
        }
    }
    if (command->reason != NULL) {
        command->kind = COMMAND_REJECTED;
    }
}
