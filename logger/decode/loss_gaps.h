/* SPDX-License-Identifier: MIT */
/* When frames are missing: the longest gaps of a recording, in the order of time. */
#ifndef LOSS_GAPS_H
#define LOSS_GAPS_H

#include <stddef.h>
#include <stdint.h>

#define LOSS_GAPS_MAX 8

struct loss_gap {
    int64_t start_us; /* session time of the last row before it */
    int64_t length_us;
    uint64_t lost; /* frames; 0: the roller itself made none meanwhile */
};

/* Begins zeroed. */
struct loss_gaps {
    struct loss_gap kept[LOSS_GAPS_MAX];
    uint64_t count; /* of all, also those not kept */
};

void loss_gaps_add(struct loss_gaps *gaps, struct loss_gap gap);

/* How many are kept. */
size_t loss_gaps_kept(const struct loss_gaps *gaps);

#endif
