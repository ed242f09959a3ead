/* SPDX-License-Identifier: MIT */
/*
 * Where the cells of a line of plain numbers end: at each byte below '-', the comma, the line's end, blanks
 * and quotes among them. Found for 64 bytes at once, since a search from one cell to the next has to wait for
 * the end of each.
 */
#ifndef CELL_ENDS_H
#define CELL_ENDS_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define CELL_ENDS_BYTES 64

/* Eight bytes, the first one lowest. */
static inline uint64_t cell_ends_load(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Bit i: whether byte i of 64 is below '-', or not ASCII. For any processor. */
static inline uint64_t cell_ends_by_words(const char *text)
{
    const uint64_t each = 0x0101010101010101u, top = each * 0x80;
    uint64_t bits = 0;
    for (unsigned k = 0; k < CELL_ENDS_BYTES / 8; k++) {
        uint64_t word = cell_ends_load(text + (size_t)8 * k);
        uint64_t at_least = ((word & ~top) + each * (0x80 - '-')) & top;
        uint64_t ends = (~at_least | word) & top;
        bits |= (ends >> 7) * 0x0102040810204080u >> 56 << 8 * k; /* the eight top bits side by side */
    }
    return bits;
}

/* The same. */
static inline uint64_t cell_ends(const char *text)
{
#ifdef __SSE2__
    uint64_t bits = 0;
    for (unsigned k = 0; k < CELL_ENDS_BYTES / 16; k++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + (size_t)16 * k));
        unsigned ends = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8('-')));
        bits |= (uint64_t)ends << 16 * k;
    }
    return bits;
#else
    return cell_ends_by_words(text);
#endif
}

#endif
