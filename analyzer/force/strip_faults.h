/* SPDX-License-Identifier: MIT */
/* Which strips are left out of which rows (docs/ANALYSIS.md, "Strip faults and gains" has the signs). */
#ifndef STRIP_FAULTS_H
#define STRIP_FAULTS_H

#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

enum strip_fault { STRIP_WORKS, STRIP_DEAD, STRIP_STUCK, STRIP_WRONG, STRIP_LOOSE };

struct strip_state {
    enum strip_fault fault;
    size_t first, last;    /* left out of rows [first, last) */
    double gain;           /* it reads this many times too much; 1 = not known */
    double loose_fraction; /* of the rows in which it should carry load: it had no contact */
    int swapped_with;      /* the strip whose angle it has; -1 = none */
};

struct strip_faults {
    size_t strips;
    size_t first, last; /* no strip is left out of rows outside [first, last) */
    unsigned loose;     /* bits of the loose strips */
    struct strip_state strip[SESSION_STRIPS_MAX];
};

/* All strips work. */
void strip_faults_init(struct strip_faults *faults, size_t strips);

/* Call after changing a strip's fault, first or last. */
void strip_faults_update_span(struct strip_faults *faults);

/* Bits of the strips that are left out of a row. */
unsigned strip_faults_search(const struct strip_faults *faults, size_t row);

/* The same; inline, since it is called for each row and mostly no strip is left out. */
static inline unsigned strip_faults_missing(const struct strip_faults *faults, size_t row)
{
    return row >= faults->first && row < faults->last ? strip_faults_search(faults, row) : 0;
}

/* Find the faults that raw counts show: dead and stuck strips. The others need strip_check.h. O(rows). */
void strip_faults_find(struct strip_faults *faults, const struct session_rows *recording);

#endif
