/* SPDX-License-Identifier: MIT */
/* Watches conversions and multiplexer of a board: how even the intervals are, how late the switch. */
#ifndef CADENCE_H
#define CADENCE_H

#include "chip/board.h"

#include <stdint.h>

struct cadence_range {
    uint64_t count, min, max, sum; /* of intervals, cycles */
};

struct cadence {
    struct cadence_range conversions; /* from one to the next */
    uint64_t unexplained; /* the largest deviation of a conversion from its due time beyond simavr's current
                             instruction */
    struct cadence_range cycles;  /* from the first of `group` to the first of the next */
    struct cadence_range latency; /* from a conversion's end to the last pin of the switch after it */
    unsigned group;
    unsigned in_group;
    uint64_t conversion, group_start, selected; /* when last; 0 = not yet */
    uint64_t begin;                             /* watch from this cycle on */
};

/* Watch the board from `begin_s` on; `group` conversions belong together. */
void cadence_watch(struct cadence *cadence, struct board *board, double begin_s, unsigned group);

/* Mean of a range in cycles. */
double cadence_mean(const struct cadence_range *range);

#endif
