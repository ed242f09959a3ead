/* SPDX-License-Identifier: MIT */
/* A trend as text, JSON, HTML page and charts. */
#ifndef TREND_OUTPUT_H
#define TREND_OUTPUT_H

#include "charts/chart_files.h"
#include "compare/output/multi_session_output.h"
#include "compare/trend.h"
#include "shared/failure.h"

#define TREND_JSON_VERSION 1

/* Add the report as text for a terminal: aligned, about 100 columns wide, ASCII except for text from session
 * files. `page_path` is the HTML page to mention, or NULL if none was written. */
void trend_text_add(struct text_buffer *out, const struct trend *trend, const char *page_path);

/* Add one JSON object on one line (docs/FORMATS.md). Unknown numbers are null. */
void trend_json_add(struct text_buffer *out, const struct trend *trend);

/* A chart for each leg. All zero bytes = no charts. */
struct trend_charts {
    struct chart_pair leg[TREND_LEGS];
};

/* Draw the charts. False (EXIT_STATUS_NO_CHARTS), with no charts at all, on failure. */
bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure);
void trend_charts_free(struct trend_charts *charts);

/* Draw the charts into files (chart_files_write): STEM-weeks-right.svg (-left, -thigh for an unknown leg).
 */
bool trend_charts_write(const struct trend *trend, const struct chart_destination *destination,
                        struct failure *failure);

/* Add a self-contained HTML page (page_frame.h). `charts` is NULL if none could be drawn; `no_charts_reason`
 * then says why. */
void trend_html_add(struct text_buffer *out, const struct trend *trend, const struct trend_charts *charts,
                    const char *no_charts_reason);

#endif
