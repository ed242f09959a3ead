/* SPDX-License-Identifier: MIT */
/* CRC-16/MCRF4XX: polynomial 0x1021 reflected (0x8408), initial value 0xFFFF, no final xor; the checksum of the nine
 * characters "123456789" is 0x6F91. Identical to avr-libc's _crc_ccitt_update. Source: the RevEng catalogue of CRCs. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CRC16_INITIAL 0xFFFFu

/* Return the checksum extended by one byte. */
uint16_t crc16_update(uint16_t crc, uint8_t byte);

/* Return the checksum of `count` bytes. */
uint16_t crc16_of(const void *bytes, size_t count);
