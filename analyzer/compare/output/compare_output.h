/* SPDX-License-Identifier: MIT */
/* A comparison as text, JSON, page and charts. */
#ifndef COMPARE_OUTPUT_H
#define COMPARE_OUTPUT_H

#include "charts/chart_files.h"
#include "compare/comparison.h"
#include "compare/output/multi_session_output.h"
#include "shared/failure.h"

#define COMPARE_JSON_VERSION 1

/* Add the text for a terminal: aligned, about 100 columns, ASCII except for texts of the sessions.
 * `page_path` NULL = there is no page. */
void compare_text_add(struct text_buffer *out, const struct comparison *comparison, const char *page_path);

/* Add one JSON object on one line (docs/FORMATS.md). Unknown numbers are null. */
void compare_json_add(struct text_buffer *out, const struct comparison *comparison);

/* One chart for each view. All zero bytes = none. */
struct compare_charts {
    struct chart_pair view[COMPARISON_VIEWS_MAX];
};

/* Draw the charts. False (EXIT_STATUS_NO_CHARTS), and none there, when that fails. */
bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts,
                         struct failure *failure);
void compare_charts_free(struct compare_charts *charts);

/* Draw them into files, as chart_files_write does: STEM-mirror-right.svg (-left, -thigh for an unknown leg,
 * -sides for left and right). */
bool compare_charts_write(const struct comparison *comparison, const struct chart_destination *destination,
                          struct failure *failure);

/* Add a self-contained page, like that of a session (page_frame.h). `charts` NULL = none could be drawn, for
 * `no_charts_reason`. */
void compare_html_add(struct text_buffer *out, const struct comparison *comparison,
                      const struct compare_charts *charts, const char *no_charts_reason);

#endif
