/* SPDX-License-Identifier: MIT */
/* Measures how regular a board's conversions are, and how soon the multiplexer is switched after each. */
#ifndef CADENCE_H
#define CADENCE_H

#include "chip/board.h"

#include <stdint.h>

struct cadence_range {
    uint64_t count, min, max, sum; /* count and statistics of intervals, in cycles */
};

struct cadence {
    struct cadence_range conversions; /* from one conversion to the next */
    uint64_t unexplained;             /* the largest deviation of a conversion from its due time, beyond the duration of
             the instruction in which simavr reported it */
    struct cadence_range cycles;      /* from the first conversion of a group to the first of the next group */
    struct cadence_range latency;     /* from the end of a conversion to the last change of a select pin after it */
    unsigned group;                   /* conversions per group */
    unsigned in_group;                /* index in the current group */
    uint64_t conversion, group_start, selected; /* cycle of the last event of each kind; 0 = none yet */
    uint64_t begin;                             /* cycle at which the measurement begins */
};

/* Measure from `begin_s` on, in groups of `group` conversions. */
void cadence_watch(struct cadence *cadence, struct board *board, double begin_s, unsigned group);

/* Return the mean interval in cycles. */
double cadence_mean(const struct cadence_range *range);

#endif
