/* SPDX-License-Identifier: MIT */
/* A quantity over time, interpolated linearly. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct series {
    double *time_s, *value; /* [count], times ascending */
    size_t count;
};

/* Allocate an empty series for up to `capacity` points. False when out of memory; free with series_free in any case. */
bool series_init(struct series *series, size_t capacity);

/* Add a point within the capacity. */
void series_add(struct series *series, double time_s, double value);

/* Return the value at time_s; the series has at least two points. Times must not decrease from one call to the next;
 * `*hint` starts at 0. */
double series_at(const struct series *series, double time_s, size_t *hint);

void series_free(struct series *series);
