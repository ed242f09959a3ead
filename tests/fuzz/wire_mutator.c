/* SPDX-License-Identifier: MIT */
/* Mutations with valid checksums: after libFuzzer has mutated the bytes, most lines get a valid checksum, so
 * that the code after the checksum test runs too. Linked into the targets that read the wire (fuzz builds
 * only). */
#include "wire/crc16.h"
#include "support/random.h"
#include "fuzz.h"

#include <string.h>

#define CHECKSUM_DIGITS 4

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t capacity);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t capacity, unsigned seed);

static void write_checksum(uint8_t *line, size_t star)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    uint16_t crc = crc16_of(line, star);
    for (unsigned i = 0; i < CHECKSUM_DIGITS; i++)
        line[star + 1 + i] = (uint8_t)DIGITS[crc >> (12 - 4 * i) & 0xF];
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t capacity, unsigned seed)
{
    size_t changed = LLVMFuzzerMutate(bytes, count, capacity);
    struct random random = random_init(seed);
    for (size_t start = 0; start < changed;) {
        uint8_t *end = memchr(bytes + start, '\n', changed - start);
        size_t stop = end ? (size_t)(end - bytes) : changed;
        uint8_t *star = memchr(bytes + start, '*', stop - start);
        if (star && (size_t)(bytes + stop - star) > CHECKSUM_DIGITS && random_below(&random, 8) != 0)
            write_checksum(bytes + start, (size_t)(star - (bytes + start)));
        start = stop + 1;
    }
    return changed;
}
