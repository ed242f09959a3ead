/* SPDX-License-Identifier: MIT */
#include "decode/loss_gaps.h"

#include <string.h>

size_t gaps_kept(const struct gaps *gaps)
{
    return gaps->count < GAPS_KEPT ? (size_t)gaps->count : GAPS_KEPT;
}

void gaps_add(struct gaps *gaps, struct gap gap)
{
    size_t kept = gaps_kept(gaps);
    gaps->count++;
    if (kept == GAPS_KEPT) {
        size_t shortest = 0;
        for (size_t i = 1; i < kept; i++) {
            if (gaps->kept[i].length_us < gaps->kept[shortest].length_us)
                shortest = i;
        }
        if (gap.length_us <= gaps->kept[shortest].length_us)
            return;
        kept--;
        memmove(&gaps->kept[shortest], &gaps->kept[shortest + 1], (kept - shortest) * sizeof gap);
    }
    gaps->kept[kept] = gap;
}
