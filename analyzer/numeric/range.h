/* SPDX-License-Identifier: MIT */
/* Ranges of positions. */
#pragma once

#include <math.h>

struct range {
    double low_mm, high_mm;
};

/* The range without any position. */
#define RANGE_EMPTY ((struct range){INFINITY, -INFINITY})

/* Return the smallest range that contains both. */
static inline struct range range_join(struct range a, struct range b)
{
    return (struct range){fmin(a.low_mm, b.low_mm), fmax(a.high_mm, b.high_mm)};
}

/* Return the smallest range that contains `range` and a position. */
static inline struct range range_add(struct range range, double mm)
{
    return range_join(range, (struct range){mm, mm});
}

/* Return `range` moved by mm. */
static inline struct range range_shift(struct range range, double mm)
{
    return (struct range){range.low_mm + mm, range.high_mm + mm};
}

/* Return the length; 0 if the range is empty. */
static inline double range_length_mm(struct range range)
{
    return fmax(range.high_mm - range.low_mm, 0);
}
