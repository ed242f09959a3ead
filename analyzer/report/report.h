/* SPDX-License-Identifier: MIT */
/* The report of a session in its four forms. Each is composed from the result alone, so that they agree. */
#ifndef REPORT_H
#define REPORT_H

#include "charts/charts.h"
#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"
#include "writing/terminal_style.h"

#define REPORT_JSON_VERSION 1

/* Add the report for a terminal, aligned, about 100 columns wide. `page_path` is where the page was written;
 * NULL = there is none. */
void report_text_add(struct text_buffer *out, const struct result *result, const char *page_path,
                     const struct terminal_style *style);

/*
 * Add the page: self-contained, without scripts, well-formed as XML too; light, dark, print, and phones from
 * 360 px. Its content security policy forbids loading anything. `charts` NULL = none could be drawn; the page
 * then gives `no_charts_reason`.
 */
void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *no_charts_reason);

/* Add one JSON object on one line (docs/FORMATS.md). Unknown numbers are null; the order of the names is
 * fixed. */
void report_json_add(struct text_buffer *out, const struct result *result);

/*
 * Write CSV, a row for each of the session's, to the descriptor `fd`, called `name` in a failure
 * (EXIT_STATUS_OUTPUT). Columns: time_s, position_mm, speed_mm_s, force_n, stroke, spot, and with
 * result.details: loaded, visit, angle_deg, angle_imu_deg, angle_ring_deg, strip0_n, ... A field is empty
 * where it is unknown or, except for angles and strips, where the roller was unloaded. Writes in blocks, so
 * that memory stays small.
 */
bool export_csv_write(const struct result *result, int fd, const char *name, struct failure *failure);

#endif
