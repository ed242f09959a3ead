/* SPDX-License-Identifier: MIT */
/* The charts of a report: what each shows, and drawing them all in one run of gnuplot. */
#ifndef CHARTS_H
#define CHARTS_H

#include "charts/legend.h"
#include "shared/failure.h"
#include "result/result.h"
#include "shared/text_buffer.h"

enum chart { CHART_THIGH, CHART_SESSION, CHART_STROKES, CHART_FORCES, CHART_COUNT };

/* Each chart in two shapes: for a page, and for a phone, where the wide one's letters would be too small. SVG
 * elements, ready to stand inside a page (svg.h). All zero bytes = none. */
struct charts {
    struct text_buffer wide[CHART_COUNT];
    struct text_buffer narrow[CHART_COUNT];
};

/*
 * Draw all charts of `result`. False, the failure filled in (EXIT_STATUS_NO_CHARTS) and `*charts` empty when
 * that fails. charts_free gives back what they own.
 */
bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure);
void charts_free(struct charts *charts);

/* What the colours of a chart stand for. Empty when this result has no such chart. */
void charts_legend(const struct result *result, enum chart chart, struct legend *legend);

/* The gnuplot script that charts_draw runs, for those who want to see or change it. */
void charts_script(const struct result *result, struct text_buffer *script);

/* The script for one chart as the file `file_name`, its legend inside. */
void charts_file_script(const struct result *result, enum chart chart, const char *file_name,
                        struct text_buffer *script);

/* "thigh", "session", "strokes" or "force". */
const char *charts_name(enum chart chart);

#endif
