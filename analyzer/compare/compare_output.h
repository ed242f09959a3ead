/* SPDX-License-Identifier: MIT */
/* A comparison as text, JSON, HTML page and charts. */
#pragma once

#include "charts/chart_files.h"
#include "compare/comparison.h"
#include "multi_session/multi_session_output.h"
#include "shared/failure.h"

#define COMPARE_JSON_VERSION 1 /* value of the key "compare" */

/* Add the report as text for a terminal: aligned, about 100 columns wide, in ASCII except for text from session
 * files. `page_path` is the path of the HTML page, or NULL if no page was written. */
void compare_text_add(struct text_buffer *out, const struct comparison *comparison, const char *page_path);

/* Add the report as one line of JSON (docs/FORMATS.md). Unknown numbers are null. */
void compare_json_add(struct text_buffer *out, const struct comparison *comparison);

/* A chart for each view. All zero bytes = no charts. */
struct compare_charts {
    struct chart_pair view[COMPARISON_VIEWS_MAX];
};

/* Draw the charts. On failure returns false (EXIT_STATUS_NO_CHARTS), and `charts` is empty. */
bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts, struct failure *failure);
void compare_charts_free(struct compare_charts *charts);

/* Draw the charts into files (chart_files_write) with names such as STEM-mirror-right.svg. In place of "right", a name
 * may have "left", "thigh" (unknown leg) or "sides" (left and right). */
bool compare_charts_write(const struct comparison *comparison, const struct chart_destination *destination,
                          struct failure *failure);

/* Add the report as a self-contained HTML page (page_frame.h). `charts` is NULL if they could not be drawn;
 * `no_charts_reason` then says why. */
void compare_html_add(struct text_buffer *out, const struct comparison *comparison, const struct compare_charts *charts,
                      const char *no_charts_reason);
