/* SPDX-License-Identifier: MIT */
/* The charts of a report: what each shows, and drawing them all in one run of gnuplot. */
#ifndef CHARTS_H
#define CHARTS_H

#include "failure.h"
#include "result.h"
#include "text_buffer.h"

/* Each chart in two shapes: for a page, and for a phone, where the wide one's letters would be too small. */
enum chart { CHART_THIGH, CHART_THIGH_NARROW, CHART_SESSION, CHART_SESSION_NARROW, CHART_COUNT };

/* SVG elements, ready to stand inside a page (svg_inline.h). All zero bytes = none. */
struct charts {
    struct text_buffer svg[CHART_COUNT];
};

/*
 * Draw all charts of `result`. False, the failure filled in (EXIT_STATUS_NO_CHARTS) and `*charts` empty when
 * that fails. charts_free gives back what they own.
 */
bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure);
void charts_free(struct charts *charts);

/* The gnuplot script that charts_draw runs, for those who want to see or change it. */
void charts_script(const struct result *result, struct text_buffer *script);

#endif
