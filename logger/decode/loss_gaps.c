/* SPDX-License-Identifier: MIT */
#include "decode/loss_gaps.h"

#include <string.h>

size_t loss_gaps_kept(const struct loss_gaps *gaps)
{
    return gaps->count < LOSS_GAPS_MAX ? (size_t)gaps->count : LOSS_GAPS_MAX;
}

void loss_gaps_add(struct loss_gaps *gaps, struct loss_gap gap)
{
    size_t kept = loss_gaps_kept(gaps);
    gaps->count++;
    if (kept == LOSS_GAPS_MAX) {
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
