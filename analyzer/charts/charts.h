/* SPDX-License-Identifier: MIT */
/* The charts of a report, all drawn in one run of gnuplot. */
#ifndef CHARTS_H
#define CHARTS_H

#include "charts/legend.h"
#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

enum chart { CHART_THIGH, CHART_SESSION, CHART_STROKES, CHART_FORCES, CHART_COUNT };

/* Each chart in both widths (chart_kinds.h), as an <svg> element to stand in a page (svg.h). All zero bytes =
 * none. */
struct charts {
    struct text_buffer wide[CHART_COUNT];
    struct text_buffer narrow[CHART_COUNT];
};

/* Draw all charts of `result`; charts_free releases them. On failure false, EXIT_STATUS_NO_CHARTS, and no
 * charts. */
bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure);
void charts_free(struct charts *charts);

/* What the colours of a chart mean; empty when this result has no such chart. */
void charts_legend(const struct result *result, enum chart chart, struct legend *legend);

/* The gnuplot script that charts_draw runs. */
void charts_script(const struct result *result, struct text_buffer *script);

/* The script that draws one chart, with its legend inside, into the file `file_name`. */
void charts_file_script(const struct result *result, enum chart chart, const char *file_name,
                        struct text_buffer *script);

/* "thigh", "session", "strokes" or "force". */
const char *charts_name(enum chart chart);

#endif
