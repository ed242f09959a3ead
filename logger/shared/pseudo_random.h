/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* Return the next number of xorshift64*, a fast generator (Vigna 2016, "An experimental exploration of Marsaglia's
 * xorshift generators, scrambled"). `*state` is any number but 0; equal states give equal sequences. */
static inline uint64_t pseudo_random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}
