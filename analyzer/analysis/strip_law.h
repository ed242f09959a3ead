/* SPDX-License-Identifier: MIT */
/*
 * What the counts of each strip are in newtons. Counts are whole numbers: all of them are worked out at once, which takes less than
 * to call pow for those of a minute, and looked up.
 */
#ifndef STRIP_LAW_H
#define STRIP_LAW_H

#include "session_format.h"

#include <stdbool.h>
#include <stddef.h>

#define STRIP_LAW_MOST_N 1e6f /* beyond any thigh: a steep law at full scale would make infinity of a reading */

struct strip_law {
    const struct session_header *header; /* the caller's; outlives the law */
    float *table;                        /* [strip_count][counts] N */
    size_t counts;                       /* 0 = no table */
};

/* False when memory is short. */
bool strip_law_make(struct strip_law *law, const struct session_header *header);

/* Load of `strip` at a reading, N, by the law itself; at most STRIP_LAW_MOST_N, so finite. */
float strip_law_work_out(const struct strip_law *law, size_t strip, float count);

/* The same by the table. In the header, for it is asked for each strip of each row. */
static inline float strip_law_load(const struct strip_law *law, size_t strip, float count)
{
    int whole = count >= 0 && count < (float)law->counts ? (int)count : -1;
    if (whole < 0 || (float)whole != count)
        return strip_law_work_out(law, strip, count);
    return law->table[strip * law->counts + (size_t)whole];
}

void strip_law_free(struct strip_law *law);

#endif
