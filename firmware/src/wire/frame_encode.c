/* SPDX-License-Identifier: MIT */
#include "frame.h"

#include "crc16.h"

static void put(struct frame_writer *writer, char byte)
{
    if (writer->length >= writer->size) {
        writer->overflow = true;
        return;
    }
    writer->line[writer->length++] = byte;
    writer->crc = crc16_update(writer->crc, (uint8_t)byte);
}

static void put_text(struct frame_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        bool plain = *text >= ' ' && *text <= '~' && *text != ',' && *text != '*';
        put(writer, plain ? *text : '_');
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

/* Four digits, or fewer when `leading` zeros are to be left out. By subtraction: division is what an AVR is
 * slow at. */
static void put_digit_group(struct frame_writer *writer, uint16_t group, bool leading)
{
    static const uint16_t POWERS[] = {1000, 100, 10};
    for (uint8_t i = 0; i < 3; i++) {
        char digit = '0';
        while (group >= POWERS[i]) {
            group = (uint16_t)(group - POWERS[i]);
            digit++;
        }
        if (digit != '0' || !leading) {
            put(writer, digit);
            leading = false;
        }
    }
    put(writer, (char)('0' + group));
}

static void put_unsigned(struct frame_writer *writer, uint32_t value)
{
    uint16_t group[3];
    uint8_t last = 0;
    while (value >= 10000) {
        uint32_t rest = value / 10000;
        group[last++] = (uint16_t)(value - rest * 10000);
        value = rest;
    }
    group[last] = (uint16_t)value;
    put_digit_group(writer, group[last], true);
    while (last > 0) {
        last--;
        put_digit_group(writer, group[last], false);
    }
}

void frame_begin(struct frame_writer *writer, char *line, uint16_t size, char type)
{
    writer->line = line;
    writer->size = size;
    writer->length = 0;
    writer->crc = CRC16_INITIAL;
    writer->overflow = false;
    put(writer, type);
}

void frame_add_unsigned(struct frame_writer *writer, uint32_t value)
{
    put(writer, ',');
    put_unsigned(writer, value);
}

void frame_add_signed(struct frame_writer *writer, int32_t value)
{
    put(writer, ',');
    if (value < 0) {
        put(writer, '-');
        put_unsigned(writer, 0u - (uint32_t)value);
    } else {
        put_unsigned(writer, (uint32_t)value);
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
    put_key(writer, key);
    put_unsigned(writer, value);
}

void frame_add_key_hex(struct frame_writer *writer, const char *key, uint32_t value, uint8_t digits)
{
    put_key(writer, key);
    put_hex(writer, value, digits);
}

uint16_t frame_end(struct frame_writer *writer)
{
    uint16_t crc = writer->crc; /* put() goes on summing */
    put(writer, '*');
    put_hex(writer, crc, 4);
    put(writer, '\n');
    return writer->overflow ? 0 : writer->length;
}
