/* SPDX-License-Identifier: MIT */
/* A comparison as one self-contained page, like that of a session (page_frame.h). */
#ifndef COMPARE_HTML_H
#define COMPARE_HTML_H

#include "compare/comparison.h"
#include "shared/failure.h"
#include "charts/chart_files.h"
#include "compare/output/multi_session_page.h"

/* One for each view. All zero bytes = none. */
struct compare_charts {
    struct figure view[COMPARISON_VIEWS_MAX];
};

/* Draw the charts. False, the failure filled in (EXIT_STATUS_NO_CHARTS) and none there, when that fails. */
bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts,
                         struct failure *failure);
/* Write them as files too: STEM-mirror-right.svg (or -left; -thigh where nobody said the leg; -sides: left
 * and right). */
bool compare_charts_write(const struct comparison *comparison, const struct chart_destination *place,
                          struct failure *failure);
void compare_charts_free(struct compare_charts *charts);

/* Add the page. `charts` NULL = they could not be drawn; the page then says so, with `no_charts_reason`. */
void compare_html_add(struct text_buffer *out, const struct comparison *comparison,
                      const struct compare_charts *charts, const char *no_charts_reason);

#endif
