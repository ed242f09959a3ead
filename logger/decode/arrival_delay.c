/* SPDX-License-Identifier: MIT */
#include "decode/arrival_delay.h"

#define SPAN_US 30000000 /* offsets of one or two spans count; clocks drift apart by a few ms in this time */

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

void arrival_delay_add(struct arrival_delay *delay, int64_t host_us, int64_t offset_us)
{
    if (!delay->started || host_us - delay->opened_us > SPAN_US) {
        struct arrival_delay_span span = {.min_us = offset_us, .max_us = offset_us};
        delay->previous = delay->started ? delay->newest : span;
        delay->newest = span;
        delay->opened_us = host_us;
        delay->started = true;
    }
    delay->newest.min_us = smaller(delay->newest.min_us, offset_us);
    delay->newest.max_us = larger(delay->newest.max_us, offset_us);
}

int64_t arrival_delay_min_offset_us(const struct arrival_delay *delay)
{
    return smaller(delay->newest.min_us, delay->previous.min_us);
}

int64_t arrival_delay_burst_us(const struct arrival_delay *delay)
{
    return larger(delay->newest.max_us, delay->previous.max_us) - arrival_delay_min_offset_us(delay);
}

void arrival_delay_rebase(struct arrival_delay *delay, int64_t start_us)
{
    delay->newest.min_us += start_us;
    delay->newest.max_us += start_us;
    delay->previous.min_us += start_us;
    delay->previous.max_us += start_us;
}
