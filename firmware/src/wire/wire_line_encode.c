/* SPDX-License-Identifier: MIT */
#include "wire_line.h"

#include "crc16.h"

#define DIGITS_MAX 10 /* decimal digits of a 32-bit number */

static void put_byte(struct wire_line_writer *writer, char byte)
{
    if (writer->length >= writer->size) {
        writer->overflow = true;
        return;
    }
    writer->line[writer->length++] = byte;
}

static void put_text(struct wire_line_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        bool printable = *text >= ' ' && *text <= '~' && *text != ',' && *text != '*';
        put_byte(writer, printable ? *text : '_');
    }
}

static void put_hex(struct wire_line_writer *writer, uint32_t value, uint8_t digits)
{
    while (digits > 0) {
        digits--;
        uint8_t nibble = (uint8_t)(value >> (4 * digits)) & 0x0F;
        put_byte(writer, (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10));
    }
}

#define ALWAYS_INLINE inline __attribute__((always_inline))

/* Return the decimal digit of `*remainder` at `power`, a power of ten, and subtract it. Subtraction, first of five
 * times the power, is faster than division on an AVR. Inlined, so that each power is a constant. */
static ALWAYS_INLINE char extract_digit(uint16_t *remainder, unsigned power)
{
    char digit = '0';
    if (*remainder >= 5 * power) {
        *remainder = (uint16_t)(*remainder - 5 * power);
        digit = '5';
    }
    while (*remainder >= power) {
        *remainder = (uint16_t)(*remainder - power);
        digit++;
    }
    return digit;
}

/* Write a number below 10000, in four digits if `leading_zeros`. Returns the end of the text. */
static char *write_below_10000(char *cursor, uint16_t number, bool leading_zeros)
{
    bool write_zeros = leading_zeros; /* also true after the first digit */
    if (write_zeros || number >= 1000) {
        *cursor++ = extract_digit(&number, 1000);
        write_zeros = true;
    }
    if (write_zeros || number >= 100) {
        *cursor++ = extract_digit(&number, 100);
        write_zeros = true;
    }
    uint8_t below_100 = (uint8_t)number;
    if (write_zeros || below_100 >= 10) {
        char digit = below_100 >= 50 ? '5' : '0';
        below_100 = (uint8_t)(below_100 >= 50 ? below_100 - 50 : below_100);
        for (; below_100 >= 10; below_100 = (uint8_t)(below_100 - 10))
            digit++;
        *cursor++ = digit;
    }
    *cursor++ = (char)('0' + below_100);
    return cursor;
}

/* Write the digits from ten thousands up, without leading zeros, and subtract them from `*value`. Returns the end of
 * the text. */
static char *write_high_digits(char *cursor, uint32_t *value)
{
    static const uint32_t powers[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000};
    char *begin = cursor;
    for (uint8_t i = 0; i < 6; i++) {
        char digit = '0';
        while (*value >= powers[i]) {
            *value -= powers[i];
            digit++;
        }
        if (digit != '0' || cursor != begin)
            *cursor++ = digit;
    }
    return cursor;
}

static void put_bytes(struct wire_line_writer *writer, const char *bytes, uint8_t count)
{
    if (count > writer->size - writer->length) {
        writer->overflow = true;
        return;
    }
    char *destination = writer->line + writer->length;
    writer->length = (uint16_t)(writer->length + count);
    for (; count > 0; count--)
        *destination++ = *bytes++;
}

/* Add `separator`, `sign` (0 = no sign) and a number to the line. */
static void put_number(struct wire_line_writer *writer, char separator, char sign, uint32_t value)
{
    char text[2 + DIGITS_MAX];
    char *cursor = text;
    *cursor++ = separator;
    if (sign != 0)
        *cursor++ = sign;
    char *digits = cursor;
    if (value > UINT16_MAX) {
        cursor = write_high_digits(cursor, &value);
    } else if (value >= 10000) {
        uint16_t remainder = (uint16_t)value;
        *cursor++ = extract_digit(&remainder, 10000);
        value = remainder;
    }
    cursor = write_below_10000(cursor, (uint16_t)value, cursor != digits);
    put_bytes(writer, text, (uint8_t)(cursor - text));
}

void wire_line_begin(struct wire_line_writer *writer, char *line, uint16_t size, char type)
{
    writer->line = line;
    writer->size = size;
    writer->length = 0;
    writer->overflow = false;
    put_byte(writer, type);
}

void wire_line_add_unsigned(struct wire_line_writer *writer, uint32_t value)
{
    put_number(writer, ',', 0, value);
}

void wire_line_add_signed(struct wire_line_writer *writer, int32_t value)
{
    if (value < 0)
        put_number(writer, ',', '-', 0u - (uint32_t)value);
    else
        put_number(writer, ',', 0, (uint32_t)value);
}

void wire_line_add_text(struct wire_line_writer *writer, const char *text)
{
    put_byte(writer, ',');
    put_text(writer, text);
}

void wire_line_add_empty(struct wire_line_writer *writer)
{
    put_byte(writer, ',');
}

static void put_key(struct wire_line_writer *writer, const char *key)
{
    put_byte(writer, ',');
    put_text(writer, key);
    put_byte(writer, '=');
}

void wire_line_add_key_text(struct wire_line_writer *writer, const char *key, const char *value)
{
    put_key(writer, key);
    put_text(writer, value);
}

void wire_line_add_key_unsigned(struct wire_line_writer *writer, const char *key, uint32_t value)
{
    put_byte(writer, ',');
    put_text(writer, key);
    put_number(writer, '=', 0, value);
}

void wire_line_add_key_hex(struct wire_line_writer *writer, const char *key, uint32_t value, uint8_t digits)
{
    put_key(writer, key);
    put_hex(writer, value, digits);
}

uint16_t wire_line_end(struct wire_line_writer *writer)
{
    uint16_t crc = crc16_of(writer->line, writer->length);
    put_byte(writer, '*');
    put_hex(writer, crc, 4);
    put_byte(writer, '\n');
    return writer->overflow ? 0 : writer->length;
}
