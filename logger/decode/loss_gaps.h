/* SPDX-License-Identifier: MIT */
/* When frames are missing: the longest gaps of a recording, in the order of time. */
#ifndef LOSS_GAPS_H
#define LOSS_GAPS_H

#include <stddef.h>
#include <stdint.h>

#define GAPS_KEPT 8

struct gap {
    int64_t start_us; /* session time of the last row before it */
    int64_t length_us;
    uint64_t lost; /* frames; 0: the roller itself made none meanwhile */
};

/* Begins zeroed. */
struct gaps {
    struct gap kept[GAPS_KEPT];
    uint64_t count; /* of all, also those not kept */
};

void gaps_add(struct gaps *gaps, struct gap gap);

/* How many are kept. */
size_t gaps_kept(const struct gaps *gaps);

#endif
