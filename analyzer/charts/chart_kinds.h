/* SPDX-License-Identifier: MIT */
/* The kinds of charts of a session, and what each draws. */
#ifndef CHART_KINDS_H
#define CHART_KINDS_H

#include "charts/chart_canvas.h"
#include "charts/legend.h"

struct chart_kind {
    const char *name; /* "thigh", "session", "strokes", "force": also in file names */
    struct chart_canvas wide,
        narrow; /* for a page, and for a phone, where the wide one's letters would be too small */
    /* Add the panels of one picture to a script (chart_begin came before, chart_end follows). */
    void (*add_panels)(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct result *result);
    /* Add what its colours mean. */
    void (*add_legend)(struct legend *legend, const struct result *result);
};

/* Along the thigh: a drawn leg with the spots as numbered discs, whose area grows with the dwell; loaded
 * seconds in each bin of the profile; mean and peak force in each bin. */
extern const struct chart_kind chart_thigh;

/* Over time: position (0, the upper thigh, on top; only under load; in five colours by force) and force.
 * Visits to spots are shaded, and numbered where a number fits; marks are triangles; gaps are grey. Decimated
 * without losing a peak (chart_trace.h). */
extern const struct chart_kind chart_session;
/* Newtons from one colour to the next. */
double chart_session_class_width_n(const struct result *result);

/* A row for each stroke, the first on top; in it a cell for each bin of the profile, in four colours by the
 * seconds that stroke spent there. Where rows would be too low to see, a row is several consecutive strokes,
 * and a cell is the longest time among them. The spots' regions and numbers are above. */
extern const struct chart_kind chart_strokes;
/* Seconds from which the second, third and fourth colour begin. */
extern const double CHART_STROKES_LIMITS_S[CHART_TIME_CLASSES - 1];
size_t chart_strokes_per_row(const struct result *result, const struct chart_canvas *canvas);

/* Loaded seconds at each force, with the mean force as a line; and in each bin of the profile the median
 * force over time, in the band from the 10th to the 90th percentile. */
extern const struct chart_kind chart_forces;
/* Newtons of a bar. */
double chart_forces_bar_width_n(const struct result *result);

#endif
