/* SPDX-License-Identifier: MIT */
/* The report of a session as text, HTML page, JSON and CSV. Each is written from the result alone, so they agree. */
#pragma once

#include "charts/charts.h"
#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define REPORT_JSON_VERSION 1 /* value of the key "report" */

/* Add the report as text for a terminal: aligned, about 100 columns wide. `page_path` is the path of the HTML page,
 * or NULL if no page was written. */
void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path,
                     const struct terminal_style *style);

/* Add the report as an HTML page: self-contained, without scripts, well-formed XML, with styles for light and
 * dark screens, print, and phones from 360 px. `charts` is NULL if they could not be drawn;
 * `no_charts_reason` then says why. */
void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *no_charts_reason);

/* Both legs of one recording, for one page. */
struct both_legs {
    const struct result *left, *right;
    const char *compared; /* sentences about the difference, made by this program; NULL = not compared */
};

/* Add one page with both legs, left beside right first. `charts`: those of the left leg, then of the right leg. */
void both_legs_html_add(struct text_buffer *out, const struct both_legs *legs, const struct charts *const charts[2],
                        const char *no_charts_reason);

/* Add the report as one line of JSON (docs/FORMATS.md, "The report"). Unknown numbers are null; the order of the
 * keys is fixed. */
void report_json_add(struct text_buffer *out, const struct result *result);

/* Write CSV, with one row per row of the session, to the descriptor `fd`. Returns false (EXIT_STATUS_OUTPUT) if
 * writing fails or when out of memory; the message calls the output `name`. Columns: time_s, position_mm, speed_mm_s,
 * force_n, stroke, spot, and with result->details: loaded, visit, angle_deg, angle_imu_deg, angle_ring_deg, strip0_n,
 * ... A field is empty if its value is unknown. While the roller is unloaded, only time_s, loaded, angles and strips
 * have values. Output is written in blocks to save memory. */
bool export_csv_write(const struct result *result, int fd, const char *name, struct failure *failure);

/* Show the page `path`: start xdg-open, without a shell, and do not wait for it. Returns false if xdg-open cannot be
 * started; the failure has EXIT_STATUS_DONE, because the page was written. */
bool show_page(const char *path, struct failure *failure);
