/* SPDX-License-Identifier: MIT */
/* A chart of two sessions along the thigh: the bars of the first session (then, or left) go up from the axis, and the
 * bars of the last session (now, or right) go down. */
#pragma once

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/comparison.h"

/* Return the canvas of picture `index` of a page, for a phone if `narrow`. */
struct chart_canvas chart_mirror_canvas(size_t index, bool narrow);

/* Lay out the panel: its pixel edges and axis ranges. Public so that tests can convert pixels back. */
struct chart_panel chart_mirror_panel(const struct comparison_view *view, const struct chart_canvas *canvas);

/* Return the length at which bars are cut off, s: the length of the longest bar, but at most 1.25 times that of the
 * longest bar on a spot. Bars at reversals may be far longer. A bar that is cut off is labelled with its real
 * length. */
double chart_mirror_max_s(const struct comparison_view *view);

/* Add the script of one picture, between chart_begin and chart_end. */
void chart_mirror_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct comparison_view *view);

/* Fill in the chart's legend. */
void chart_mirror_legend(struct legend *legend, const struct comparison_view *view);
