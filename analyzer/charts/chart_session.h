/* SPDX-License-Identifier: MIT */
/* The session over time: where the roller was and how hard it was pressed. */
#ifndef CHART_SESSION_H
#define CHART_SESSION_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"

extern const struct chart_canvas CHART_SESSION_CANVAS;
extern const struct chart_canvas CHART_SESSION_NARROW_CANVAS;

/*
 * Two panels over one axis of time: position (0, the upper thigh, on top; drawn while loaded, in five colours
 * by force) and force. Stays on spots are shaded and, where a number has room, numbered, button marks are
 * triangles, gaps of the recording are grey. The curves are thinned so that no peak is lost (chart_trace.h).
 */
void chart_session_script(struct text_buffer *script, const struct chart_canvas *canvas,
                          const struct result *result);
void chart_session_legend(struct legend *legend, const struct result *result);

/* Newtons from one colour to the next. */
double chart_session_class_n(const struct result *result);

#endif
