/* SPDX-License-Identifier: MIT */
/* Stroke by stroke: does the same place come back? */
#ifndef CHART_STROKES_H
#define CHART_STROKES_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"

extern const struct chart_canvas CHART_STROKES_CANVAS;
extern const struct chart_canvas CHART_STROKES_NARROW_CANVAS;

/*
 * A row for each stroke, the first on top, and in it a cell for each bin of the profile, in four colours by
 * the seconds spent there in that stroke (CHART_STROKES_LIMITS_S). Where there are more strokes than rows
 * that the eye can tell apart, a row stands for several neighbours, each cell for the longest time in one of
 * them. The spots' regions and numbers stand above.
 */
void chart_strokes_script(struct text_buffer *script, const struct chart_canvas *canvas,
                          const struct result *result);
void chart_strokes_legend(struct legend *legend, const struct result *result);

/* Seconds from which the second, third and fourth colour begin. */
extern const double CHART_STROKES_LIMITS_S[CHART_TIME_CLASSES - 1];

/* How many strokes a row stands for. */
size_t chart_strokes_per_row(const struct result *result, const struct chart_canvas *canvas);

#endif
