/* SPDX-License-Identifier: MIT */
/* Puts the rows of a session into the order of time. A few rows whose time goes back are damaged, and are left out;
 * many are a table that was sorted by another column, and are sorted again. If they do not fit between the others, they
 * are a second recording, which is left out. Rows with the same time, as data that come in batches have them, are
 * spread by the rate. */
#pragma once

#include "session/second_recording.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum row_place {
    ROW_FOLLOWS,      /* after the last row */
    ROW_SAME_TIME,    /* as the last row, and its sequence number follows */
    ROW_MISPLACED,    /* its time goes back, or is the last row's without a sequence number that follows */
    ROW_UNRELATED,    /* misplaced, and its sequence number does not follow soon, or at all */
    ROW_REPLACES_LAST /* its time goes back, but it is the last row whose time is wrong */
};

struct row_order {
    double recent_s[3];  /* times of the last rows in order, the latest first */
    size_t recent_count; /* at most 3 */
    size_t last_row;     /* the latest of them in the table */
    uint32_t *misplaced; /* [misplaced_count] rows of the table that are not in order */
    size_t misplaced_count, misplaced_capacity;
    size_t first_line; /* line of the first misplaced row; 0 = none */
    const char *first_reason;
    size_t same_time_count; /* rows with the same time as the one before */
    bool sorted;            /* row_order_finish sorted the rows */
    size_t second_line;     /* line from which on row_order_finish left out a second recording; 0 = none */

    struct second_recording second;
};

/* Whether a row with the time `time_s` is later than the last row in order. */
static inline bool row_order_follows(const struct row_order *order, double time_s)
{
    return order->recent_count == 0 || time_s > order->recent_s[0];
}

/* Say where a row with the time `time_s` belongs. `seq_step`: by how much its sequence number follows the last row's; 0
 * = it does not, or is unknown. */
enum row_place row_order_place(const struct row_order *order, double time_s, double seq_step);

/* Record the row that is about to be added to the table as row `row`. False when out of memory. */
bool row_order_add(struct row_order *order, enum row_place place, double time_s, size_t row, size_t line_number);

/* Put all rows of the table into order: sort them if that gives the rate of the header, else remove the misplaced ones
 * or the second recording; then spread equal times. `*removed` is the number of misplaced rows removed. False when out
 * of memory. */
bool row_order_finish(struct row_order *order, struct session_table *session, size_t *removed);

void row_order_free(struct row_order *order);
