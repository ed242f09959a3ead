/* SPDX-License-Identifier: MIT */
/* The charts of a report, all drawn in one run of gnuplot. */
#pragma once

#include "charts/chart_files.h"
#include "charts/legend.h"
#include "result/result.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

enum chart { CHART_THIGH, CHART_SESSION, CHART_STROKES, CHART_FORCES, CHART_COUNT };

/* Each chart in three layouts (chart_kinds.h), as <svg> elements for an HTML page (svg.h). A struct of
 * zeros has no charts. */
struct charts {
    struct text_buffer wide[CHART_COUNT];
    struct text_buffer narrow[CHART_COUNT];
    struct text_buffer paper[CHART_COUNT];
};

/* Draw all charts of `result`; free them with charts_free. If a chart cannot be drawn, returns false
 * (EXIT_STATUS_NO_CHARTS) and makes no charts at all. */
bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure);
void charts_free(struct charts *charts);

/* Fill in a chart's legend. */
void charts_legend(const struct result *result, enum chart chart, struct legend *legend);

/* Add the gnuplot script that charts_draw runs. */
void charts_script(const struct result *result, struct text_buffer *script);

/* Draw all charts and write the files STEM-thigh, STEM-session, STEM-strokes and STEM-force. Fails like
 * chart_files_write. */
bool charts_write(const struct result *result, const struct chart_destination *destination, struct failure *failure);
/* Add the file of one chart to `files`; chart_files_write then draws it. */
void charts_add_file(struct chart_files *files, const struct result *result, enum chart chart,
                     enum chart_format format);
