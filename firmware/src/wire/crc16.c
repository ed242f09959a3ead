/* SPDX-License-Identifier: MIT */
#include "crc16.h"

/* Compute eight steps of the reflected polynomial at once, as avr-libc does. An ATmega328P
 * lacks the memory for a table. Bytes are shifted instead of words, because an AVR shifts words slowly. */
static inline __attribute__((always_inline)) uint16_t update(uint16_t crc, uint8_t byte)
{
    uint8_t mixed = (uint8_t)(byte ^ (uint8_t)crc);
    mixed = (uint8_t)(mixed ^ (uint8_t)(mixed << 4));
    uint8_t low = (uint8_t)((uint8_t)(crc >> 8) ^ (uint8_t)(mixed >> 4) ^ (uint8_t)(mixed << 3));
    uint8_t high = (uint8_t)(mixed ^ (uint8_t)(mixed >> 5));
    return (uint16_t)((unsigned)high << 8 | low);
}

uint16_t crc16_update(uint16_t crc, uint8_t byte)
{
    return update(crc, byte);
}

uint16_t crc16_of(const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    uint16_t crc = CRC16_INITIAL;
    for (; count > 0; count--)
        crc = update(crc, *byte++);
    return crc;
}
