/* SPDX-License-Identifier: MIT */
/* Two sessions mirrored on one axis along the thigh: left above and right below, or then above and now below.
 */
#ifndef CHART_MIRROR_H
#define CHART_MIRROR_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/comparison.h"

/* A picture of this chart for a page of several: `index` tells them apart. */
struct chart_canvas chart_mirror_canvas(size_t index, bool narrow);

/* Where the pixels are, for tests: the panel, its ranges filled in for the view. */
struct chart_panel chart_mirror_panel(const struct comparison_view *view, const struct chart_canvas *canvas);

/* The longest that a bar is drawn, s: the longest on any spot and a quarter more. A longer one, where the
 * roller turned, is cut there, and its length is written at its end. */
double chart_mirror_max_s(const struct comparison_view *view);

/* Add the script for one picture, without its beginning and end (chart_begin, chart_end). */
void chart_mirror_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct comparison_view *view);

void chart_mirror_legend(struct legend *legend, const struct comparison_view *view);

#endif
