/* SPDX-License-Identifier: MIT */
/* Records which strips are left out of which rows, and why (docs/ANALYSIS.md, "Strip faults and gains"). */
#pragma once

#include "session/session_table.h"

#include <stddef.h>

enum strip_fault {
    STRIP_WORKS,
    STRIP_DEAD,
    STRIP_STUCK,
    STRIP_WRONG,
    STRIP_LOOSE /* left out only of those rows in [first, end) in which it has no connection */
};

struct strip_condition {
    enum strip_fault fault;
    size_t first, end;     /* left out of rows [first, end) */
    double gain;           /* factor by which the strip reads too much; 1 = unknown */
    double loose_fraction; /* fraction of the checked rows in which the strip has no connection */
    int swapped_with;      /* index of the strip with which this strip is swapped; -1 = none */
};

struct strip_faults {
    size_t strip_count;
    size_t first, end; /* no strip is left out of rows outside [first, end) */
    unsigned loose;    /* loose strips, as bits */
    struct strip_condition strip[SESSION_STRIPS_MAX];
};

/* Initialise *faults: all strips work. */
void strip_faults_init(struct strip_faults *faults, size_t strip_count);

/* Update first, end and loose; call this after changing a strip's fault, first or end. */
void strip_faults_update_totals(struct strip_faults *faults);

/* Return, as bits, the strips that are left out of a row. */
unsigned strip_faults_search(const struct strip_faults *faults, size_t row);

/* Like strip_faults_search, but fast in the common case that no strip is left out. */
static inline unsigned strip_faults_missing(const struct strip_faults *faults, size_t row)
{
    return row >= faults->first && row < faults->end ? strip_faults_search(faults, row) : 0;
}

/* Initialise *faults with the dead and stuck strips, which raw counts show; strip_check.h finds the other faults.
 * O(rows). */
void strip_faults_find(struct strip_faults *faults, const struct session_table *session);
