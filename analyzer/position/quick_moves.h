/* SPDX-License-Identifier: MIT */
/* The quickest moves of the roller: when it slides, it turns faster for a moment (docs/ANALYSIS.md, "Offsets and
 * uncertainty"). */
#pragma once

#include "position/position.h"

#include <stddef.h>

struct quick_move {
    double mm; /* rolled in a moment, beyond what the moments before and after let expect; 0 = none */
    size_t row;
};

/* Find the move in rows first to last, in the direction of `sign` (1 or -1), that is nearest to wanted_mm; INFINITY =
 * the quickest. O(last - first). */
struct quick_move quick_moves_find(const struct position *position, size_t first, size_t last, int sign,
                                   double wanted_mm);
