/* SPDX-License-Identifier: MIT */
#include "session/second_recording.h"

#include <string.h>

#define RUN_ROWS_MIN 50 /* a shorter run is of damaged rows */
#define NO_ROW UINT32_MAX

void second_recording_add(struct second_recording *second, bool may_begin, double time_s, size_t row,
                          size_t line_number)
{
    bool continues = second->run_count > 0 && row == second->run_row + second->run_count && time_s > second->run_last_s;
    if (!continues) {
        second->run_count = 0;
        second->run_row = row;
        second->run_line = line_number;
    }
    if (!continues && !may_begin)
        return;
    second->run_last_s = time_s;
    second->run_count++;
    if (second->run_count == RUN_ROWS_MIN && second->line == 0) {
        second->row = second->run_row;
        second->line = second->run_line;
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

bool second_recording_exists(const struct second_recording *second, const struct session_table *session,
                             const uint32_t *placed, size_t count)
{
    size_t strips = session->header.strip_count, repeated = 0;
    if (second->line == 0)
        return false;
    for (size_t row = second->row; row < second->row + RUN_ROWS_MIN; row++) {
        uint32_t other = find_row_at(session, placed, count, session->time_s[row]);
        repeated += other != NO_ROW && memcmp(session->strip + row * strips, session->strip + other * strips,
                                              strips * sizeof *session->strip) == 0;
    }
    return 2 * repeated <= RUN_ROWS_MIN;
}
