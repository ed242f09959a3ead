/* SPDX-License-Identifier: MIT */
/* How late frames arrive. Bytes come late, never early, so the smallest offset, host time minus session time, of the
 * last minute belongs to a frame that came at once; the largest shows the longest burst. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arrival_delay_span {
    int64_t min_us, max_us; /* of the offsets */
};

/* All zero bytes at first. */
struct arrival_delay {
    bool started;
    int64_t opened_us; /* host time at which `newest` began */
    struct arrival_delay_span newest, previous;
};

/* Add a frame received at `host_us`, whose offset is `offset_us`. */
void arrival_delay_add(struct arrival_delay *delay, int64_t host_us, int64_t offset_us);

/* Session time now counts from a moment that is `start_us` later. */
void arrival_delay_rebase(struct arrival_delay *delay, int64_t start_us);

/* Return the offset of the fastest frame; `started` must be true. */
int64_t arrival_delay_min_offset_us(const struct arrival_delay *delay);

/* Return how much later than the fastest frame the slowest one came: the length of bursts. */
int64_t arrival_delay_burst_us(const struct arrival_delay *delay);
