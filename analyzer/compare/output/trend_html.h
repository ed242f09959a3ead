/* SPDX-License-Identifier: MIT */
/* A trend as one self-contained page, like that of a session (page_frame.h). */
#ifndef TREND_HTML_H
#define TREND_HTML_H

#include "shared/failure.h"
#include "charts/chart_files.h"
#include "compare/output/multi_session_page.h"
#include "compare/trend.h"

/* One for each leg. All zero bytes = none. */
struct trend_charts {
    struct figure leg[TREND_LEGS];
};

/* Draw the charts. False, the failure filled in (EXIT_STATUS_NO_CHARTS) and none there, when that fails. */
bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure);
/* Write them as files too: STEM-weeks-right.svg (or -left; -thigh where nobody said the leg). */
bool trend_charts_write(const struct trend *trend, const struct chart_destination *place,
                        struct failure *failure);
void trend_charts_free(struct trend_charts *charts);

/* Add the page. `charts` NULL = they could not be drawn; the page then says so, with `no_charts_reason`. */
void trend_html_add(struct text_buffer *out, const struct trend *trend, const struct trend_charts *charts,
                    const char *no_charts_reason);

#endif
