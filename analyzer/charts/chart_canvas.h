/* SPDX-License-Identifier: MIT */
/* Elements of the charts' gnuplot scripts: pictures, panels, axes, shapes, rows of data.
 *
 * gnuplot executes commands inside its strings, so a script contains only literals of this program and
 * checked numbers, never text from a session. */
#pragma once

#include "result/result.h"
#include "shared/text_buffer.h"

/* Colours, "#rrggbb", from the Okabe-Ito palette, which colour-blind people can tell apart. No two meanings share a
 * colour, because an HTML page replaces each colour with a CSS variable. */
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
#define CHART_UNCERTAINTY "#7c8fa6"
/* Classes of force and of time, from light to dark; a page in dark mode reverses them. */
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

/* An axis from 0 extends to at least this factor times the maximum, so that a line at the maximum is visible. */
#define CHART_HEADROOM 1.02
#define CHART_SPOT_OPACITY 0.22 /* opacity of the shade of spots and visits */

/* Return the CSS variable of a colour above, such as "--chart-ink" (page_style.c); NULL for other colours. */
const char *chart_css_variable(const char *color);

/* Where a picture is shown. On paper it is as wide as on a screen, but flat, and
 * each number of an axis has its unit instead of a title: so a report fits on two sheets. */
enum chart_layout { LAYOUT_WIDE, LAYOUT_NARROW /* a phone */, LAYOUT_PAPER, LAYOUT_COUNT };

struct chart_canvas {
    const char *file_name; /* .svg, .png or .pdf */
    const char *id;        /* prefix of the ids in the SVG */
    enum chart_layout layout;
    int width_px, height_px;
    int left_px, right_px; /* edges of all panels, measured from the picture's left edge */
    int font_px;
};

/* One pair of axes in a picture. A value x is drawn at the pixel
 * left_px + (x - x_left) / (x_right - x_left) * (right_px - left_px). */
struct chart_panel {
    int top_px, bottom_px;  /* edges, measured from the picture's top edge */
    double x_left, x_right; /* values at the edges */
    double y_bottom, y_top; /* y_bottom > y_top: the axis points down */
};

/* The edges of a panel in one layout, measured from the picture's top edge. */
struct chart_edges {
    int top_px, bottom_px;
};

/* Begin and end a picture. */
void chart_begin(struct text_buffer *script, const struct chart_canvas *canvas);
void chart_end(struct text_buffer *script);

/* Begin a panel: set its edges and ranges, and clear the axes and shapes of the previous panel. */
void chart_panel_begin(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel);

/* The data of a chart are in mm, N and s. `unit` below is the size of the unit shown at the ticks in these: 1, or that
 * of an inch or a pound (result/units.h). Steps are round in the unit shown. */

/* Return the distance between ticks, in units of the data: chart_tick_step of the range in the unit shown. */
double chart_unit_step(double range, int count, double unit);

/* Set the y range of `panel` from 0 to a little above `max`. Returns the distance between ticks, chosen to give at most
 * `count` ticks up to `max`. */
double chart_y_from_zero(struct chart_panel *panel, double max, int count, double unit);

/* The ticks of an axis: every `step` between two values, each with its number in the unit shown and, if it is not "",
 * its symbol. */
struct chart_ticks {
    char axis; /* 'x' or 'y' */
    double from, to, step;
    double unit;
    bool labelled;
    const char *symbol;
};
void chart_ticks_add(struct text_buffer *script, const struct chart_ticks *ticks);

/* Add ticks and grid lines every `step`, and a title above the panel's upper left corner. */
void chart_y_axis(struct text_buffer *script, const struct chart_panel *panel, double step, double unit,
                  const char *title);

/* Add the axis along the thigh, in mm or inches. If `title` is NULL, only grid lines are added. */
void chart_position_axis(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                         enum units units, const char *title);

/* The gnuplot label id of a panel's title. Badges have lower ids. */
#define CHART_TITLE_LABEL "9001"

/* The last item of a plot command: a line at 0. */
#define CHART_BASELINE "0 with lines lt 1 lw 1 lc rgb '" CHART_MUTED "'\n"

/* Add a rectangle behind the curves, as high as the panel. No other object of the panel may have the gnuplot id
 * `object_id`. */
void chart_shade(struct text_buffer *script, int object_id, double x_left, double x_right, const char *color,
                 double opacity);
/* Shade the regions of the spots, with the object ids 1, 2, ... */
void chart_shade_spots(struct text_buffer *script, const struct result *result);

/* A disc with a number in it. */
struct chart_badge {
    int object_id; /* gnuplot id of both the disc and its label */
    double x, y;   /* position on the axes */
    double radius_px;
    unsigned number;
};
void chart_add_badge(struct text_buffer *script, const struct chart_canvas *canvas, const struct chart_panel *panel,
                     const struct chart_badge *badge);

/* Begin and end the gnuplot datablock $name. Its first row is NaN: gnuplot warns about an empty datablock. */
void chart_begin_datablock(struct text_buffer *script, const char *name, size_t columns);
void chart_end_datablock(struct text_buffer *script);
/* Add a row to a datablock. Values that are not finite become NaN, which gnuplot does not draw. */
void chart_add_row(struct text_buffer *script, const double values[], size_t count);
/* Like chart_add_row, with the values as arguments. */
#define CHART_ADD_ROW(script, ...)                                                                                     \
    chart_add_row(script, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Return the smallest step that is 1, 2, 2.5 or 5 times a power of ten and divides `range` into at most
 * `count` steps; 1 if `range` is not positive. */
double chart_tick_step(double range, int count);

/* Return the range of the axis along the thigh: from 0 to the knee, extended to the positions that were rolled. */
void chart_thigh_range(const struct result *result, double *low_mm, double *high_mm);
