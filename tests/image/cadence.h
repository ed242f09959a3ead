/* SPDX-License-Identifier: MIT */
/* Measures how regular the conversions of a board are, and how soon the multiplexer is switched after each of them. */
#pragma once

#include "chip/board.h"

#include <stdint.h>

struct cadence_range {
    uint64_t count, min, max, sum; /* count and statistics of intervals, in cycles */
};

struct cadence {
    struct cadence_range conversions; /* from one conversion to the next */
    /* Largest deviation, in cycles, of a conversion from its due time, beyond the duration of the instruction in which
     * simavr reported the conversion. */
    uint64_t unexplained_cycles;
    struct cadence_range groups;  /* from the first conversion of a group to the first of the next group */
    struct cadence_range latency; /* from the end of a conversion to the last change of a select pin after it */
    unsigned group_size;          /* conversions per group */
    unsigned group_index;         /* index of the next conversion in its group */
    /* Times of the last conversion, start of a group and change of a select pin, in cycles; 0 = none yet. */
    uint64_t conversion_cycle, group_start_cycle, select_cycle;
    uint64_t begin_cycle; /* start of the measurement */
};

/* Measure from `begin_s` on, in groups of `group_size` conversions. */
void cadence_watch(struct cadence *cadence, struct board *board, double begin_s, unsigned group_size);

/* Return the mean interval in cycles. */
double cadence_mean(const struct cadence_range *range);
