/* SPDX-License-Identifier: MIT */
#include "session/restart.h"

#include <string.h>

#define RUN_ROWS_MIN 50 /* a shorter run is of damaged rows */
#define NO_ROW UINT32_MAX

void restart_add(struct restart *restart, bool may_begin, double time_s, size_t row, size_t line_number)
{
    bool continues =
        restart->run_count > 0 && row == restart->run_row + restart->run_count && time_s > restart->run_last_s;
    if (!continues) {
        restart->run_count = 0;
        restart->run_row = row;
        restart->run_line = line_number;
    }
    if (!continues && !may_begin)
        return;
    restart->run_last_s = time_s;
    restart->run_count++;
    if (restart->run_count == RUN_ROWS_MIN && restart->line == 0) {
        restart->row = restart->run_row;
        restart->line = restart->run_line;
    }
}

/* Return the row of rows[count], sorted by time, whose time is `time_s`; NO_ROW if there is none. */
static uint32_t find_row_at(const struct session_table *session, const uint32_t *rows, size_t count, double time_s)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (session->time_s[rows[middle]] < time_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && session->time_s[rows[low]] == time_s ? rows[low] : NO_ROW;
}

bool restart_is_recording(const struct restart *restart, const struct session_table *session, const uint32_t *placed,
                          size_t count)
{
    size_t strips = session->header.strip_count, repeated = 0;
    if (restart->line == 0)
        return false;
    for (size_t row = restart->row; row < restart->row + RUN_ROWS_MIN; row++) {
        uint32_t other = find_row_at(session, placed, count, session->time_s[row]);
        repeated += other != NO_ROW && memcmp(session->strip + row * strips, session->strip + other * strips,
                                              strips * sizeof *session->strip) == 0;
    }
    return 2 * repeated <= RUN_ROWS_MIN;
}
