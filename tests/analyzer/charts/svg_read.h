/* SPDX-License-Identifier: MIT */
/* Reads pictures of a page, in just as much SVG as gnuplot writes. Colours are names of CSS variables. */
#ifndef SVG_READ_H
#define SVG_READ_H

#include <stdbool.h>
#include <stddef.h>

struct svg_box {
    double left, right, top, bottom;
};

/* The position of the `index`th text that equals `label`; false when there are fewer. */
bool svg_find_label(const char *svg, const char *label, size_t index, double *x_px, double *y_px);

/* The bounding box of the next polygon filled with `colour` from `*at` on; `*at` moves past it. */
bool svg_next_polygon(const char **at, const char *colour, struct svg_box *box);

/* Call `visit` with all points of the paths stroked with `colour`. Returns their number. */
size_t svg_each_point(const char *svg, const char *colour, void (*visit)(void *context, double x, double y),
                      void *context);

/* The position of the next mark (a point of a plot) of `colour` from `*at` on; `*at` moves past it. */
bool svg_next_mark(const char **at, const char *colour, double *x_px, double *y_px);

#endif
