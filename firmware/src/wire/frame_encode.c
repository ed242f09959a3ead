/* SPDX-License-Identifier: MIT */
#include "frame.h"

#include "crc16.h"

#define DIGITS_MAX 10

static void put(struct frame_writer *writer, char byte)
{
    if (writer->length >= writer->size) {
        writer->overflow = true;
        return;
    }
    writer->line[writer->length++] = byte;
}

static void put_text(struct frame_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        bool printable = *text >= ' ' && *text <= '~' && *text != ',' && *text != '*';
        put(writer, printable ? *text : '_');
    }
}

static void put_hex(struct frame_writer *writer, uint32_t value, uint8_t digits)
{
    while (digits > 0) {
        digits--;
        uint8_t nibble = (uint8_t)(value >> (4 * digits)) & 0x0F;
        put(writer, (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10));
    }
}

#define ALWAYS_INLINE inline __attribute__((always_inline))

/* The digit of `power`, by subtraction, five at once first: an AVR divides slowly. Inlined, so that powers
 * are constants. */
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

/* Write a number below 10000, without leading zeros unless `all`. Returns the end. */
static char *write_thousands(char *at, uint16_t remainder, bool all)
{
    if (all || remainder >= 1000) {
        *at++ = extract_digit(&remainder, 1000);
        all = true;
    }
    if (all || remainder >= 100) {
        *at++ = extract_digit(&remainder, 100);
        all = true;
    }
    uint8_t last = (uint8_t)remainder;
    if (all || last >= 10) {
        char digit = last >= 50 ? '5' : '0';
        last = (uint8_t)(last >= 50 ? last - 50 : last);
        for (; last >= 10; last = (uint8_t)(last - 10)) {
            digit++;
        }
        *at++ = digit;
    }
    *at++ = (char)('0' + last);
    return at;
}

/* The same for the digits from ten thousands up; subtracts them from `*value`. */
static char *write_high(char *at, uint32_t *value)
{
    static const uint32_t POWERS[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000};
    char *begin = at;
    for (uint8_t i = 0; i < 6; i++) {
        char digit = '0';
        while (*value >= POWERS[i]) {
            *value -= POWERS[i];
            digit++;
        }
        if (digit != '0' || at != begin) {
            *at++ = digit;
        }
    }
    return at;
}

static void put_bytes(struct frame_writer *writer, const char *bytes, uint8_t count)
{
    if (count > writer->size - writer->length) {
        writer->overflow = true;
        return;
    }
    char *to = writer->line + writer->length;
    writer->length = (uint16_t)(writer->length + count);
    for (; count > 0; count--) {
        *to++ = *bytes++;
    }
}

/* `separator`, `sign` (0 = none) and a number. */
static void put_number(struct frame_writer *writer, char separator, char sign, uint32_t value)
{
    char text[2 + DIGITS_MAX];
    char *at = text;
    *at++ = separator;
    if (sign != 0) {
        *at++ = sign;
    }
    char *digits = at;
    if (value > UINT16_MAX) {
        at = write_high(at, &value);
    } else if (value >= 10000) {
        uint16_t remainder = (uint16_t)value;
        *at++ = extract_digit(&remainder, 10000);
        value = remainder;
    }
    at = write_thousands(at, (uint16_t)value, at != digits);
    put_bytes(writer, text, (uint8_t)(at - text));
}

void frame_begin(struct frame_writer *writer, char *line, uint16_t size, char type)
{
    writer->line = line;
    writer->size = size;
    writer->length = 0;
    writer->overflow = false;
    put(writer, type);
}

void frame_add_unsigned(struct frame_writer *writer, uint32_t value)
{
    put_number(writer, ',', 0, value);
}

void frame_add_signed(struct frame_writer *writer, int32_t value)
{
    if (value < 0) {
        put_number(writer, ',', '-', 0u - (uint32_t)value);
    } else {
        put_number(writer, ',', 0, (uint32_t)value);
    }
}

void frame_add_text(struct frame_writer *writer, const char *text)
{
    put(writer, ',');
    put_text(writer, text);
}

void frame_add_empty(struct frame_writer *writer)
{
    put(writer, ',');
}

static void put_key(struct frame_writer *writer, const char *key)
{
    put(writer, ',');
    put_text(writer, key);
    put(writer, '=');
}

void frame_add_key_text(struct frame_writer *writer, const char *key, const char *value)
{
    put_key(writer, key);
    put_text(writer, value);
}

void frame_add_key_unsigned(struct frame_writer *writer, const char *key, uint32_t value)
{
    put(writer, ',');
    put_text(writer, key);
    put_number(writer, '=', 0, value);
}

void frame_add_key_hex(struct frame_writer *writer, const char *key, uint32_t value, uint8_t digits)
{
    put_key(writer, key);
    put_hex(writer, value, digits);
}

uint16_t frame_end(struct frame_writer *writer)
{
    uint16_t crc = crc16_of(writer->line, writer->length);
    put(writer, '*');
    put_hex(writer, crc, 4);
    put(writer, '\n');
    return writer->overflow ? 0 : writer->length;
}
