/* SPDX-License-Identifier: MIT */
/*
 * Some of many, spread evenly and in step with no rhythm: each 181st row of a long session may well lie at
 * the same place in every stroke. The multiples of the golden section, less their whole parts, are that even
 * (Weyl).
 */
#ifndef WEYL_SEQUENCE_H
#define WEYL_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

/* The part of number * golden section behind the point, as one of 2^32. */
static inline uint32_t weyl_sequence_term(size_t number)
{
    return (uint32_t)number * UINT32_C(2654435769);
}

/* A row for each `step` rows, somewhere in these. Rows grow with the number. */
static inline size_t weyl_sequence_row(size_t number, size_t step)
{
    return number * step + (size_t)((uint64_t)weyl_sequence_term(number) * step >> 32);
}

#endif
