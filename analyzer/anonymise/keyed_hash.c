/* SPDX-License-Identifier: MIT */
#include "anonymise/keyed_hash.h"

#define WORD_BYTES 8
#define ROUNDS_PER_WORD 2
#define ROUNDS_AT_END 4

static uint64_t rotate_left(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

/* Return up to eight bytes as a little-endian word. */
static uint64_t read_word(const unsigned char *bytes, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

static void run_rounds(uint64_t v[4], unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++) {
        v[0] += v[1];
        v[1] = rotate_left(v[1], 13) ^ v[0];
        v[0] = rotate_left(v[0], 32);
        v[2] += v[3];
        v[3] = rotate_left(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = rotate_left(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = rotate_left(v[1], 17) ^ v[2];
        v[2] = rotate_left(v[2], 32);
    }
}

static void add_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    run_rounds(v, ROUNDS_PER_WORD);
    v[0] ^= word;
}

uint64_t keyed_hash(const unsigned char key[KEYED_HASH_KEY_BYTES], const void *bytes, size_t length)
{
    const unsigned char *input = bytes;
    const uint64_t k0 = read_word(key, WORD_BYTES), k1 = read_word(key + WORD_BYTES, WORD_BYTES);
    uint64_t v[4] = {k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
                     k1 ^ 0x7465646279746573u};
    size_t rest = length;
    for (; rest >= WORD_BYTES; rest -= WORD_BYTES, input += WORD_BYTES)
        add_word(v, read_word(input, WORD_BYTES));
    add_word(v, (uint64_t)length << 56 | read_word(input, rest));
    v[2] ^= 0xFF;
    run_rounds(v, ROUNDS_AT_END);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
