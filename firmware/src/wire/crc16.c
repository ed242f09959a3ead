/* SPDX-License-Identifier: MIT */
#include "crc16.h"

/* Eight steps of the reflected polynomial at once: the sum of the shifted-in byte, folded twice. No table,
 * which an ATmega328P has no memory for, and no loop. */
uint16_t crc16_update(uint16_t crc, uint8_t byte)
{
    uint8_t mixed = (uint8_t)(byte ^ (uint8_t)crc);
    mixed = (uint8_t)(mixed ^ (uint8_t)(mixed << 4));
    unsigned shifted = ((unsigned)mixed << 8) | ((unsigned)crc >> 8);
    return (uint16_t)(shifted ^ ((unsigned)mixed >> 4) ^ ((unsigned)mixed << 3));
}

uint16_t crc16_of(const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    uint16_t crc = CRC16_INITIAL;
    for (size_t i = 0; i < count; i++) {
        crc = crc16_update(crc, byte[i]);
    }
    return crc;
}
