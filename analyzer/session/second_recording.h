/* SPDX-License-Identifier: MIT */
/* Finds where a second recording begins in a table without a header row between the two: the times go back, and rise
 * from there on for many rows. */
#pragma once

#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero bytes = no row goes back in time. */
struct second_recording {
    size_t row, line; /* where it may begin, in the table and in the file; line 0 = nowhere */

    /* The current run of rows whose times went back together, but rise from row to row. */
    size_t run_count, run_row, run_line;
    double run_last_s;
};

/* Record a row of the table that goes back in time. `may_begin`: its sequence number does not continue the recording.
 */
void second_recording_add(struct second_recording *second, bool may_begin, double time_s, size_t row,
                          size_t line_number);

/* Whether there is a second recording that does not merely repeat the earlier rows `placed` [count], which are in order
 * of time. */
bool second_recording_exists(const struct second_recording *second, const struct session_table *session,
                             const uint32_t *placed, size_t count);
