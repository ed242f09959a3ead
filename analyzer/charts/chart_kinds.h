/* SPDX-License-Identifier: MIT */
/* The charts of a session, and the contents of each. */
#pragma once

#include "charts/chart_canvas.h"
#include "charts/legend.h"

struct chart_kind {
    const char *name; /* used in file names: "thigh", "session", "strokes", "force" */
    struct chart_canvas wide;
    struct chart_canvas narrow; /* for phones, on which the letters of the wide chart would be too small */
    struct chart_canvas paper;
    /* Add the panels of one picture to a script. Called between chart_begin and chart_end. */
    void (*add_panels)(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result);
    /* Add the meaning of the chart's colours to the legend. */
    void (*add_legend)(struct legend *legend, const struct result *result);
};

/* Along the thigh: a drawn leg with the spots as numbered discs, whose area grows with the dwell; loaded
 * seconds in each bin of the profile; mean and peak force in each bin. */
extern const struct chart_kind chart_thigh;

/* Over time: the loaded position, coloured by force in five classes, with the upper thigh (0) at the top; and the
 * force. Visits to spots are shaded, and numbered where a number fits; marks are triangles; gaps are grey. The curves
 * are decimated, but keep every peak (chart_trace.h). */
extern const struct chart_kind chart_session;
/* Return the range of forces that one class covers, N. */
double chart_session_force_class_width_n(const struct result *result);

/* A map with one row per stroke, the first at the top, and one cell per bin of the profile, coloured by the seconds
 * that the stroke spent there, in four classes. If there are too many strokes to draw, a row stands for several
 * consecutive strokes and a cell for the longest time among them. The spots are marked above the map. */
extern const struct chart_kind chart_strokes;
/* The times, s, at which the second, third and fourth class begin. */
extern const double CHART_STROKES_LIMITS_S[CHART_TIME_CLASSES - 1];
/* Return the number of strokes that share a row. */
size_t chart_strokes_per_row(const struct result *result, const struct chart_canvas *canvas);

/* Loaded seconds at each force, with a line at the mean force; and for each bin of the profile the median
 * force, in a band from the 10th to the 90th percentile, weighted by time. */
extern const struct chart_kind chart_forces;
/* Return the range of forces that one bar covers, N. */
double chart_forces_bar_width_n(const struct result *result);
