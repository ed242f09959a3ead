/* SPDX-License-Identifier: MIT */
/* A leg over weeks: where the spots were, and for each spot its seconds and its impulse by session, with
 * their trends. */
#ifndef CHART_WEEKS_H
#define CHART_WEEKS_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/trend.h"

/* Spots with panels of their own: the first by number, without rare ones. */
#define CHART_WEEKS_SPOTS_MAX 6

/* The canvas of picture `index` of a page, as high as the leg needs. */
struct chart_canvas chart_weeks_canvas(const struct trend_leg *leg, size_t index, bool narrow);

/* Spots that get panels. */
size_t chart_weeks_spot_count(const struct trend_leg *leg);

/* The panels with their ranges, also for tests: the overview of positions, and the panel of spot `spot`
 * (below chart_weeks_spot_count) for seconds or impulse. `panel_canvas` is the canvas with that panel's left
 * and right. */
struct chart_panel chart_weeks_overview(const struct trend_leg *leg, const struct chart_canvas *canvas);
struct chart_panel chart_weeks_panel(const struct trend_leg *leg, const struct chart_canvas *canvas,
                                     size_t spot, bool impulse, struct chart_canvas *panel_canvas);

/* Add the script of one picture, between chart_begin and chart_end. */
void chart_weeks_script(struct text_buffer *script, const struct chart_canvas *canvas,
                        const struct trend_leg *leg);

void chart_weeks_legend(struct legend *legend, const struct trend_leg *leg);

#endif
