/* SPDX-License-Identifier: MIT */
/* The four forms of a session's report, each composed from the result alone, so that they agree; and showing the page.
 */
#ifndef REPORT_H
#define REPORT_H

#include "charts/charts.h"
#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define REPORT_JSON_VERSION 1

/* Add the report as terminal text: aligned, about 100 columns wide. `page_path`: the HTML page to point to,
 * or NULL if none was written. */
void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path,
                     const struct terminal_style *style);

/*
 * Add the report as an HTML page: self-contained, without scripts, and well-formed XML too, with styles for
 * light and dark screens, print, and phones from 360 px. `charts` is NULL if none could be drawn;
 * `no_charts_reason` then says why.
 */
void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *no_charts_reason);

/* Add the report as one line of JSON (docs/FORMATS.md, section 3). Unknown numbers are null; the order of the
 * names is fixed. */
void report_json_add(struct text_buffer *out, const struct result *result);

/*
 * Write CSV, with one row per row of the session, to the descriptor `fd`; a failure (EXIT_STATUS_OUTPUT)
 * calls it `name`. Columns: time_s, position_mm, speed_mm_s, force_n, stroke, spot, and with result->details:
 * loaded, visit, angle_deg, angle_imu_deg, angle_ring_deg, strip0_n, ... A field is empty if its value is
 * unknown or, except for angles and strips, if the roller is unloaded. Output is flushed in blocks to save
 * memory.
 */
bool export_csv_write(const struct result *result, int fd, const char *name, struct failure *failure);

/* Run xdg-open on `path`, without a shell and without waiting for it. False if it cannot be started; the
 * failure has EXIT_STATUS_DONE, because the page was written. */
bool show_page(const char *path, struct failure *failure);

#endif
