/* SPDX-License-Identifier: MIT */
/*
 * The elements of the charts' gnuplot scripts: pictures, panels, axes, shapes, rows of data.
 *
 * gnuplot executes commands inside its strings. So a script contains fixed words and checked numbers only,
 * never text of a session. Each panel states its edges and its ranges: x_px = left_px + (x - x_left) /
 * (x_right
 * - x_left) * (right_px - left_px).
 */
#ifndef CHART_CANVAS_H
#define CHART_CANVAS_H

#include "result/result.h"
#include "shared/text_buffer.h"

/* Colours by meaning, "#rrggbb", from the Okabe-Ito palette, which colour-blind people can tell apart. Each
 * meaning has its own colour, because a page replaces them by theme. */
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
/* Classes of one scale, the lightest first; a dark page reverses them. */
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

/* The CSS variable of such a colour ("--chart-ink", see page_style.c); NULL for any other colour. */
const char *chart_css_variable(const char *colour);

/* A picture. */
struct chart_canvas {
    const char *file_name; /* .svg, .png or .pdf */
    const char *id;        /* prefix of the ids inside */
    bool narrow;           /* for phones */
    int width_px, height_px;
    int left_px, right_px; /* edges of all panels, from the left edge of the picture */
    int font_px;
};

/* A panel of a picture. */
struct chart_panel {
    int top_px, bottom_px; /* from the top edge of the picture */
    double x_left, x_right;
    double y_bottom, y_top; /* at the bottom and at the top; y_bottom > y_top turns the axis over */
};

/* Begin and end a picture. */
void chart_begin(struct text_buffer *script, const struct chart_canvas *canvas);
void chart_end(struct text_buffer *script);

/* Begin a panel: edges and ranges, without axes, and without what was set for the panel before it. */
void chart_panel_begin(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct chart_panel *panel);

/* Let the y axis of `panel` go from 0 to a little above `max`, with at most `count` ticks. Returns their
 * step. */
double chart_y_from_zero(struct chart_panel *panel, double max, int count);

/* Ticks and grid lines every `step`, and the title above the panel's upper left corner. */
void chart_y_axis(struct text_buffer *script, const struct chart_panel *panel, double step,
                  const char *title);

/* Millimetres along the thigh. `title` NULL = grid lines only. */
void chart_x_mm_axis(struct text_buffer *script, const struct chart_canvas *canvas,
                     const struct chart_panel *panel, const char *title);

/* Ends a plot command: a line at 0. */
#define CHART_BASELINE "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n"

/* A rectangle behind the curves, as high as the panel. The caller numbers its objects. */
void chart_shade(struct text_buffer *script, int object, double x_left, double x_right, const char *colour,
                 double opacity);
/* The regions of the spots, as objects 1, 2, ... */
void chart_shade_spots(struct text_buffer *script, const struct result *result);

/* A disc with a number in it, at (x, y) of the axes. Its object and its label get the number `object`. */
struct chart_badge {
    int object;
    double x, y;
    double radius_px;
    unsigned number;
};
void chart_add_badge(struct text_buffer *script, const struct chart_canvas *canvas,
                     const struct chart_panel *panel, const struct chart_badge *badge);

/* Begin and end the gnuplot datablock $name. Its first row is NaN: gnuplot warns about an empty datablock. */
void chart_begin_datablock(struct text_buffer *script, const char *name, size_t columns);
void chart_end_datablock(struct text_buffer *script);
/* Add a row to a datablock. Values that are not finite become NaN, which gnuplot does not draw. */
void chart_add_row(struct text_buffer *script, const double values[], size_t count);
#define CHART_ADD_ROW(script, ...)                                                                           \
    chart_add_row(script, (const double[]){__VA_ARGS__},                                                     \
                  sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* The smallest step of 1, 2, 2.5 or 5 times a power of ten with which `range` has at most `count` steps. */
double chart_tick_step(double range, int count);

/* The range of the axis along the thigh: 0 to the knee, wider where the roller went further. */
void chart_thigh_range(const struct result *result, double *low_mm, double *high_mm);

#endif
