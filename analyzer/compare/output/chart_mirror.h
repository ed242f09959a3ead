/* SPDX-License-Identifier: MIT */
/* A chart of two sessions, mirrored on an axis along the thigh: left or then above it, right or now below. */
#ifndef CHART_MIRROR_H
#define CHART_MIRROR_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/comparison.h"

/* Return the canvas of picture `index` of a page. */
struct chart_canvas chart_mirror_canvas(size_t index, bool narrow);

/* Lay out the panel: its pixel edges and axis ranges. Public so that tests can convert pixels back. */
struct chart_panel chart_mirror_panel(const struct comparison_view *view, const struct chart_canvas *canvas);

/* Return the longest bar that is not cut, s: a quarter longer than the longest on any spot. Longer bars, at
 * reversals, are cut and labelled with their length. */
double chart_mirror_max_s(const struct comparison_view *view);

/* Add the script of one picture, between chart_begin and chart_end. */
void chart_mirror_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct comparison_view *view);

void chart_mirror_legend(struct legend *legend, const struct comparison_view *view);

#endif
