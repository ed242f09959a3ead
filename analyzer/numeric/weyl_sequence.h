/* SPDX-License-Identifier: MIT */
/* Chooses the rows of a sample with a Weyl sequence: the multiples of the golden ratio modulo 1. If every
 * k-th row were taken instead, all of them could be at the same phase of their strokes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Return the fractional part of number * golden ratio, times 2^32. */
static inline uint32_t weyl_sequence_term(size_t number)
{
    return (uint32_t)number * UINT32_C(2654435769);
}

/* Return the row that represents [number * step, (number + 1) * step) in the sample. */
static inline size_t weyl_sequence_row(size_t number, size_t step)
{
    return number * step + (size_t)((uint64_t)weyl_sequence_term(number) * step >> 32);
}
