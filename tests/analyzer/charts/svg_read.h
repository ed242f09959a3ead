/* SPDX-License-Identifier: MIT */
/* Reading back the pictures of a page: just enough of SVG as gnuplot writes it. Colours are names of
 * variables. */
#ifndef SVG_READ_H
#define SVG_READ_H

#include <stdbool.h>
#include <stddef.h>

struct svg_box {
    double left, right, top, bottom;
};

/* Where the `index`th text that is exactly `label` stands; false when there are fewer. */
bool svg_find_label(const char *svg, const char *label, size_t index, double *x_px, double *y_px);

/* The bounding box of the next polygon filled with `colour` at or behind `*at`, which moves behind it. */
bool svg_next_polygon(const char **at, const char *colour, struct svg_box *box);

/* Pass all points of paths stroked with `colour` to `take`. Returns how many there were. */
size_t svg_each_point(const char *svg, const char *colour, void (*take)(void *context, double x, double y),
                      void *context);

/* Where the next mark (a point of a plot) of `colour` at or behind `*at` stands; `*at` moves behind it. */
bool svg_next_mark(const char **at, const char *colour, double *x_px, double *y_px);

#endif
