/* SPDX-License-Identifier: MIT */
/* Samples of rows chosen by a Weyl sequence: multiples of the golden ratio modulo 1. Every k-th row could
 * fall on the same phase of every stroke. */
#ifndef WEYL_SEQUENCE_H
#define WEYL_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

/* Return the fractional part of number * golden ratio, times 2^32. */
static inline uint32_t weyl_sequence_term(size_t number)
{
    return (uint32_t)number * UINT32_C(2654435769);
}

/* Return a row in [number * step, (number + 1) * step). */
static inline size_t weyl_sequence_row(size_t number, size_t step)
{
    return number * step + (size_t)((uint64_t)weyl_sequence_term(number) * step >> 32);
}

#endif
