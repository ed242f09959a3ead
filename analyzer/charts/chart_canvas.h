/* SPDX-License-Identifier: MIT */
/*
 * What the charts' gnuplot scripts are made of. Scripts hold our own words and checked numbers only, never
 * text from a session: gnuplot runs commands that stand in its strings.
 *
 * Every panel gives its place in pixels and its ranges explicitly, so a pixel is a linear function of the
 * value: x_px = left + (x - x_low) / (x_high - x_low) * (right - left).
 */
#ifndef CHART_CANVAS_H
#define CHART_CANVAS_H

#include "result/result.h"
#include "shared/text_buffer.h"

/* Colours by what they mean, "#rrggbb", from the Okabe-Ito palette, which colour-blind people can tell apart.
 * The page swaps them by theme (svg.h), so each meaning has a colour that no other has. */
#define CHART_INK "#1d2733"
#define CHART_MUTED "#5b6673"
#define CHART_GRID "#dfe4ea"
#define CHART_PAPER "#fffffe"
#define CHART_SPOT "#d55e00"
#define CHART_SPOT_SHADE "#e69f00"
#define CHART_DWELL "#56b4e9"
#define CHART_FORCE "#009e73"
#define CHART_MARK "#cc79a7"
#define CHART_SKIN "#efe3d8"
#define CHART_SKIN_EDGE "#d3b79c"
#define CHART_GAP "#8d96a1"
/* Steps of one scale, the lightest first; in the dark the page turns them round. */
#define CHART_FORCE_CLASSES 5
#define CHART_FORCE_1 "#5fb0cf"
#define CHART_FORCE_2 "#3796c4"
#define CHART_FORCE_3 "#1f74ad"
#define CHART_FORCE_4 "#205196"
#define CHART_FORCE_5 "#1c2c6b"
#define CHART_TIME_CLASSES 4
#define CHART_TIME_1 "#d3dbe3"
#define CHART_TIME_2 "#f3b271"
#define CHART_TIME_3 "#d4691c"
#define CHART_TIME_4 "#7f3305"

/* The variable of the page's style that stands for one of these colours, "--chart-ink"; NULL = it is none of
 * them. */
const char *chart_css_variable(const char *colour);

/* A picture: its file (.svg, .png or .pdf: the ending decides) and its size in pixels. The narrow ones are
 * for phones. */
struct chart_canvas {
    const char *file_name;
    const char *id; /* prefix of the ids inside */
    bool narrow;
    int width_px, height_px;
    int left_px, right_px; /* of all panels, from the left edge */
    int font_px;
};

/* A panel of a canvas; from the top edge. */
struct chart_panel {
    int top_px, bottom_px;
    double x_low, x_high;
    double y_low, y_high; /* y_low at the bottom; it may be the larger one */
};

/* Begin a picture, and end it. */
void chart_begin(struct text_buffer *script, const struct chart_canvas *canvas);
void chart_end(struct text_buffer *script);

/* Begin a panel: place, ranges, no tics, no objects or labels left from the one before. */
void chart_panel_begin(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct chart_panel *panel);

/* Tics on y every `step`, with grid lines, and a title for the axis, written above the panel's upper left. */
void chart_y_axis(struct text_buffer *script, const struct chart_panel *panel, double step,
                  const char *title);

/* Millimetres along the thigh, for charts with position on x. `title` NULL = grid lines only. */
void chart_x_mm_axis(struct text_buffer *script, const struct chart_canvas *canvas,
                     const struct chart_panel *panel, const char *title);

/* A filled rectangle behind the curves, as high as the panel. Object numbers are the caller's. */
void chart_shade(struct text_buffer *script, int object, double x_low, double x_high, const char *colour,
                 double opacity);

/* A filled circle with a number in it, at data coordinates; object and label get `object`. */
void chart_badge(struct text_buffer *script, const struct chart_canvas *canvas,
                 const struct chart_panel *panel, int object, double x, double y, double radius_px,
                 unsigned number);

/* A number for a data block: "NaN" when it is not finite, which gnuplot leaves out. */
void chart_add_number(struct text_buffer *script, double value);

/* The step among 1, 2, 2.5, 5 times a power of ten that gives at most `count` steps up to `range`. */
double chart_tick_step(double range, int count);

/* Range of the axis along the thigh: 0 to the knee, wider where the session went further. */
void chart_thigh_range(const struct result *result, double *low_mm, double *high_mm);

#endif
