/* SPDX-License-Identifier: MIT */
/* A trend as text, JSON, HTML page and charts. */
#pragma once

#include "charts/chart_files.h"
#include "multi_session/multi_session_output.h"
#include "trend/trend.h"
#include "shared/failure.h"

#define TREND_JSON_VERSION 1 /* value of the key "trend" */

/* Add the report as text for a terminal: aligned, about 100 columns wide, in ASCII except for text from session
 * files. `page_path` is the path of the HTML page, or NULL if no page was written. */
void trend_text_add(struct text_buffer *out, const struct trend *trend, const char *page_path);

/* Add the report as one line of JSON (docs/FORMATS.md). Unknown numbers are null. */
void trend_json_add(struct text_buffer *out, const struct trend *trend);

/* A chart for each leg. All zero bytes = no charts. */
struct trend_charts {
    struct chart_pair leg[TREND_LEGS];
};

/* Draw the charts. On failure returns false (EXIT_STATUS_NO_CHARTS), and `charts` is empty. */
bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure);
void trend_charts_free(struct trend_charts *charts);

/* Draw the charts into files (chart_files_write) with names such as STEM-weeks-right.svg. In place of "right", a name
 * may have "left" or "thigh" (unknown leg). */
bool trend_charts_write(const struct trend *trend, const struct chart_destination *destination,
                        struct failure *failure);

/* Add the report as a self-contained HTML page (page_frame.h). `charts` is NULL if they could not be drawn;
 * `no_charts_reason` then says why. */
void trend_html_add(struct text_buffer *out, const struct trend *trend, const struct trend_charts *charts,
                    const char *no_charts_reason);
