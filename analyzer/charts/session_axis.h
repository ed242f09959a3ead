/* SPDX-License-Identifier: MIT */
/* The axis of the chart over time: it shows the rolling, and leaves out long times in which the roller only lay there,
 * or the person sat still on it before the first stroke or after the last. */
#pragma once

#include "charts/chart_canvas.h"
#include "result/result.h"

#include <stdbool.h>

#define SESSION_CUTS_MAX 64 /* more breaks are not left out */

struct session_axis {
    double start_s, end_s; /* of the session's part from the first shown time to the last */
    struct session_cut {
        double start_s, end_s;
    } cut[SESSION_CUTS_MAX]; /* [cut_count] within that part, sorted by time */
    size_t cut_count;
    double left_out_s; /* at both ends and in the cuts */
};
struct session_axis session_axis_find(const struct result *result);

/* Return where a time lies on the axis, which begins at axis->start_s: the time without the cuts before it. */
double session_axis_place_s(const struct session_axis *axis, double time_s);

/* Copy the rows that are shown, with their times on the axis; rows without speed, stroke and spot. Free them with
 * session_axis_free_rows. False when out of memory. */
bool session_axis_rows(const struct session_axis *axis, const struct result_trace *trace, struct result_trace *rows);
void session_axis_free_rows(struct result_trace *rows);

/* Add a line to a panel where time is left out. */
void session_axis_add_cuts(struct text_buffer *script, const struct session_axis *axis);

/* Add ticks and grid lines with the times of the session, or without labels. */
void session_axis_add_ticks(struct text_buffer *script, const struct chart_canvas *canvas,
                            const struct chart_panel *panel, const struct session_axis *axis, bool labelled);
