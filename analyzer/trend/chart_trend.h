/* SPDX-License-Identifier: MIT */
/* A chart of one leg over time: an overview of where the spots were, and for each spot a panel with the dwell
 * and one with the impulse of each session, with their trends. */
#pragma once

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "trend/trend.h"

/* Maximum number of spots with panels of their own. */
#define CHART_TREND_SPOTS_MAX 6

enum trend_quantity { TREND_DWELL, TREND_IMPULSE };

/* Return the canvas of picture `index` of a page, with the height that the leg needs; for a phone if `narrow`. */
struct chart_canvas chart_trend_canvas(const struct trend_leg *leg, size_t index, bool narrow);

/* Return the number of spots with panels: the first CHART_TREND_SPOTS_MAX that are not rare. */
size_t chart_trend_spot_count(const struct trend_leg *leg);

/* Lay out a panel: its pixel edges and axis ranges. Public so that tests can convert pixels back. `spot` is less
 * than chart_trend_spot_count; `*panel_canvas` is set to the canvas with the panel's left and right edge. */
struct chart_panel chart_trend_overview(const struct trend_leg *leg, const struct chart_canvas *canvas);
struct chart_panel chart_trend_panel(const struct trend_leg *leg, const struct chart_canvas *canvas, size_t spot,
                                     enum trend_quantity quantity, struct chart_canvas *panel_canvas);

/* Add the script of one picture, between chart_begin and chart_end. */
void chart_trend_script(struct text_buffer *script, const struct chart_canvas *canvas, const struct trend_leg *leg);

/* Fill in the chart's legend. */
void chart_trend_legend(struct legend *legend, const struct trend_leg *leg);
