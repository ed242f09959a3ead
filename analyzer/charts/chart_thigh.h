/* SPDX-License-Identifier: MIT */
/* The thigh from its upper end to the knee: where the roller lingered, how long and how hard. */
#ifndef CHART_THIGH_H
#define CHART_THIGH_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"

extern const struct chart_canvas CHART_THIGH_CANVAS;
extern const struct chart_canvas CHART_THIGH_NARROW_CANVAS;

/*
 * Three panels over one axis of millimetres: a drawn thigh with the spots as numbered discs (area grows with
 * dwell), loaded seconds per bin, and force per bin (mean and peak).
 */
void chart_thigh_script(struct text_buffer *script, const struct chart_canvas *canvas,
                        const struct result *result);
void chart_thigh_legend(struct legend *legend, const struct result *result);

#endif
