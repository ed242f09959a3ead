/* SPDX-License-Identifier: MIT */
/*
 * What the counts of each strip are in newtons. Counts are whole numbers and come again and again: in a session with more
 * rows than there are counts each is worked out once, and looked up after that.
 */
#ifndef STRIP_LAW_H
#define STRIP_LAW_H

#include "session_format.h"

#include <stdbool.h>
#include <stddef.h>

struct strip_law {
    const struct session_header *header; /* the caller's; outlives the law */
    float *table;                        /* [strip_count][counts]; NULL = none */
    size_t counts;
};

/* For so many rows. False when memory is short. */
bool strip_law_make(struct strip_law *law, const struct session_header *header, size_t rows);

/* Load of `strip` at a reading, N. */
float strip_law_load(const struct strip_law *law, size_t strip, float count);

void strip_law_free(struct strip_law *law);

#endif
