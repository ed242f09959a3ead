/* SPDX-License-Identifier: MIT */
/* The force: how long it was how high, and how it differs along the thigh. */
#ifndef CHART_FORCES_H
#define CHART_FORCES_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"

extern const struct chart_canvas CHART_FORCES_CANVAS;
extern const struct chart_canvas CHART_FORCES_NARROW_CANVAS;

/*
 * Two panels: loaded seconds at each force, with the mean as a line; and along the thigh the force below
 * which the roller was half of the time (the median) in each bin of the profile, within the band that holds
 * the middle 80 % of the time.
 */
void chart_forces_script(struct text_buffer *script, const struct chart_canvas *canvas,
                         const struct result *result);
void chart_forces_legend(struct legend *legend, const struct result *result);

/* Newtons of a bar. */
double chart_forces_bar_n(const struct result *result);

#endif
