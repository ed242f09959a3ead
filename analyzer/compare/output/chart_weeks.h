/* SPDX-License-Identifier: MIT */
/* A leg over weeks: where the spots were, and for each spot its seconds and its impulse by session, with
 * their trends. */
#ifndef CHART_WEEKS_H
#define CHART_WEEKS_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"
#include "compare/trend.h"

#define CHART_WEEKS_SPOTS_MAX                                                                                \
    6 /* spots with panels of their own: the first by number, rare ones left out                             \
       */

/* A picture of this chart for a page of several: `index` tells them apart, the leg decides how high it is. */
struct chart_canvas chart_weeks_canvas(const struct trend_leg *leg, size_t index, bool narrow);

/* Spots that get panels. */
size_t chart_weeks_spot_count(const struct trend_leg *leg);

/* Where the pixels are, also for tests: the overview of places, and a spot's panel (0 to
 * chart_weeks_spot_count) of seconds or of impulse; `place` is the canvas with that panel's own left and
 * right. */
struct chart_panel chart_weeks_overview(const struct trend_leg *leg, const struct chart_canvas *canvas);
struct chart_panel chart_weeks_panel(const struct trend_leg *leg, const struct chart_canvas *canvas,
                                     size_t spot, bool impulse, struct chart_canvas *place);

/* Add the script for one picture, without its beginning and end (chart_begin, chart_end). */
void chart_weeks_script(struct text_buffer *script, const struct chart_canvas *canvas,
                        const struct trend_leg *leg);

void chart_weeks_legend(struct legend *legend, const struct trend_leg *leg);

#endif
