/* SPDX-License-Identifier: MIT */
/*
 * Mutations that get past the checksum: after libFuzzer changed the bytes, most lines get the checksum that
 * fits them, so that what is behind the checksum is tried too. Linked into the targets that read the wire
 * (fuzz builds only).
 */
#include "wire/crc16.h"
#include "fuzz.h"

#include <string.h>

#define CHECKSUM_DIGITS 4

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t room, unsigned seed);

static void put_checksum(uint8_t *line, size_t star)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    uint16_t crc = crc16_of(line, star);
    for (unsigned i = 0; i < CHECKSUM_DIGITS; i++)
        line[star + 1 + i] = (uint8_t)DIGITS[crc >> (12 - 4 * i) & 0xF];
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t room, unsigned seed)
{
    size_t changed = LLVMFuzzerMutate(bytes, count, room);
    uint32_t random = seed;
    for (size_t start = 0; start < changed;) {
        uint8_t *end = memchr(bytes + start, '\n', changed - start);
        size_t stop = end ? (size_t)(end - bytes) : changed;
        uint8_t *star = memchr(bytes + start, '*', stop - start);
        random = random * 1664525u + 1013904223u;
        if (star && (size_t)(bytes + stop - star) > CHECKSUM_DIGITS && random >> 29 != 0)
            put_checksum(bytes + start, (size_t)(star - (bytes + start)));
        start = stop + 1;
    }
    return changed;
}
