/* SPDX-License-Identifier: MIT */
/* A trend as text, JSON, page and charts. */
#ifndef TREND_OUTPUT_H
#define TREND_OUTPUT_H

#include "charts/chart_files.h"
#include "compare/output/multi_session_output.h"
#include "compare/trend.h"
#include "shared/failure.h"

#define TREND_JSON_VERSION 1

/* Add the text for a terminal: aligned, about 100 columns, ASCII except for texts of the sessions.
 * `page_path` NULL = there is no page. */
void trend_text_add(struct text_buffer *out, const struct trend *trend, const char *page_path);

/* Add one JSON object on one line (docs/FORMATS.md). Unknown numbers are null. */
void trend_json_add(struct text_buffer *out, const struct trend *trend);

/* One chart for each leg. All zero bytes = none. */
struct trend_charts {
    struct chart_pair leg[TREND_LEGS];
};

/* Draw the charts. False (EXIT_STATUS_NO_CHARTS), and none there, when that fails. */
bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure);
void trend_charts_free(struct trend_charts *charts);

/* Draw them into files, as chart_files_write does: STEM-weeks-right.svg (-left, -thigh for an unknown leg).
 */
bool trend_charts_write(const struct trend *trend, const struct chart_destination *destination,
                        struct failure *failure);

/* Add a self-contained page, like that of a session (page_frame.h). `charts` NULL = none could be drawn, for
 * `no_charts_reason`. */
void trend_html_add(struct text_buffer *out, const struct trend *trend, const struct trend_charts *charts,
                    const char *no_charts_reason);

#endif
